import * as fc from 'fast-check';
import { Attempt } from '../../../support/hivemq-broker';

/*
 * Permission lists and attempts out of few levels and groups, so that they meet often.
 */

/** One list and what is tried under it. */
export interface Trial {
  /** Each the content of a `permission` in the file realm. */
  readonly permissions: readonly string[];
  readonly attempts: readonly Attempt[];
}

/** The client of every trial; permissions name it by its placeholder. */
export const CLIENT_ID = 'dev1';

const level = fc.constantFrom('a', 'b', 'a', 'b', '', CLIENT_ID, 'é 😀');
const wildLevel = (unit: fc.Arbitrary<string>) => fc.oneof({ weight: 3, arbitrary: unit }, { weight: 1, arbitrary: fc.constant('+') });
const levels = (unit: fc.Arbitrary<string>) => fc.array(unit, { minLength: 1, maxLength: 4 }).map((list) => list.join('/')).filter((text) => text !== '');
const ending = fc.constantFrom('', '', '', '/', '/#', '//');
const ended = (text: fc.Arbitrary<string>) => fc.tuple(text, ending).map((parts) => parts.join(''));
const odd = fc.constantFrom('#', '/', '/#', '+', '+/#', '//', '+/+', '$x/a', '$x/#', '$SYS', 'a/$x');

const ownLevel = fc.oneof({ weight: 5, arbitrary: level }, { weight: 1, arbitrary: fc.constant('${mqtt-clientid}') });
const permissionTopic = fc.oneof({ weight: 5, arbitrary: ended(levels(wildLevel(ownLevel))) }, { weight: 1, arbitrary: odd });
const filter = fc.oneof({ weight: 5, arbitrary: ended(levels(wildLevel(level))) }, { weight: 1, arbitrary: odd });
const topic = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(levels(level), fc.constantFrom('', '', '/')).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('/', '//', '$x/a', '$SYS', 'a/$x', '$share/g/a', 'a/+', 'a#') },
);
const group = fc.constantFrom('g', 'h', 'G');

const GROUPS = ['g', 'h', '#', '#'];
const permission = fc.record({
  'topic': permissionTopic,
  'activity': fc.constantFrom('PUBLISH', 'SUBSCRIBE', 'ALL', 'ALL', 'ALL'),
  'qos': fc.constantFrom('ZERO', 'ONE', 'TWO', 'ZERO_ONE', 'ZERO_TWO', 'ONE_TWO', 'ALL', 'ALL', 'ALL'),
  'retain': fc.constantFrom('RETAINED', 'NOT_RETAINED', 'ALL', 'ALL'),
  'shared-subscription': fc.constantFrom('SHARED', 'NOT_SHARED', 'ALL', 'ALL'),
  'shared-group': fc.constantFrom(...GROUPS),
}, { requiredKeys: ['topic', 'activity', 'qos'] }).filter(hasGroup);

/** What an empty group stands for is not known. */
function hasGroup(one: { readonly 'shared-subscription'?: string; readonly 'shared-group'?: string }): boolean {
  return one['shared-group'] !== undefined || (one['shared-subscription'] ?? 'NOT_SHARED') === 'NOT_SHARED';
}

type Fields = typeof permission extends fc.Arbitrary<infer One> ? One : never;

/** As the file realm writes it; none of the values has anything that XML needs escaped. */
function written(fields: Fields): string {
  return Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`).join('');
}

const qos = fc.constantFrom(0, 1, 2) as fc.Arbitrary<0 | 1 | 2>;
/** Which permission the topic is taken from, if any, and what stands there for its wildcards; `+` admits even `#` in a subscription. */
const taken = (levelsThere: readonly string[], restsThere: readonly string[]) => fc.oneof(
  { weight: 3, arbitrary: fc.record({ at: fc.nat(5), level: fc.constantFrom(...levelsThere), rest: fc.constantFrom(...restsThere) }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const likeTopic = taken(['a', 'b', ''], ['a', 'b/a', '']);
const likeFilter = taken(['a', 'b', '', '+', '+'], ['a', '#', '+', '+/#', '']);
const publication = fc.record({ action: fc.constant('publish' as const), resource: topic, like: likeTopic, qos, retain: fc.boolean() });
const subscription = fc.record({ action: fc.constant('subscribe' as const), resource: filter, like: likeFilter, qos, retain: fc.constant(false) });
const shared = fc.record({ action: fc.constant('subscribe' as const), group, resource: filter, like: likeFilter, qos, retain: fc.constant(false) });
const impossible = fc.record({
  action: fc.constant('subscribe' as const), resource: fc.constantFrom('$share/g', '$share//a', '$share/g/', '$share', '$share/+/a'),
  like: fc.constant(undefined), qos, retain: fc.constant(false),
});

interface Draft extends Attempt {
  readonly like: { readonly at: number; readonly level: string; readonly rest: string } | undefined;
  readonly group?: string;
}

function attemptOf({ like: source, group: name, resource, ...rest }: Draft, permissions: readonly Fields[]): Attempt {
  const filled = source === undefined ? resource : fill(permissions[source.at % permissions.length].topic, source);
  return { ...rest, resource: name === undefined ? filled : `$share/${name}/${filled}` };
}

function fill(text: string, { level: one, rest }: NonNullable<Draft['like']>): string {
  const filled = text.replace('${mqtt-clientid}', CLIENT_ID).replace(/\+/g, one).replace('#', rest);
  // The client sends no empty topic.
  return filled === '' ? 'a' : filled;
}

const attempts: fc.Arbitrary<readonly Draft[]> = fc.tuple(
  fc.array(publication, { minLength: 10, maxLength: 10 }),
  fc.array(fc.oneof(
    { weight: 5, arbitrary: subscription }, { weight: 5, arbitrary: shared }, { weight: 1, arbitrary: impossible },
  ), { minLength: 10, maxLength: 10 }),
).map(([some, others]) => [...some, ...others as readonly Draft[]]);

export const anyTrial: fc.Arbitrary<Trial> = fc.tuple(fc.array(permission, { minLength: 1, maxLength: 6 }), attempts)
  .map(([permissions, drafts]) => ({ permissions: permissions.map(written), attempts: drafts.map((draft) => attemptOf(draft, permissions)) }));
