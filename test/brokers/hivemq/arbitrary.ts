import * as fc from 'fast-check';
import { realmsOf } from '../../../src/brokers/hivemq/model';
import { CONFIG_SHAPE } from '../../../src/brokers/hivemq/schema/config-shapes';
import { FILE_REALM_SHAPE } from '../../../src/brokers/hivemq/schema/file-realm-shapes';
import { VARIABLES } from '../../../src/brokers/hivemq/schema/patterns';
import { Scalar } from '../../../src/brokers/hivemq/schema/scalars';
import { Field, isScalar, Shape } from '../../../src/brokers/hivemq/schema/shape';
import { HiveMqConfig, HiveMqFileRealmDocument, HiveMqSettings } from '../../../src/brokers/hivemq/settings';

/*
 * Settings generated from the same tables that reading and writing follow; whether the tables are right is what the vendor's
 * schema tells.
 */

const PIECES = ['<', '>', '&', '"', "'", ']]>', '<!--', '-->', '&amp;', '&#13;', '\r', '\n', '\t', ' ', '${', '%{', '😀', 'é', '\u0085', '\u2028', '{{', '/', 'a', 'Z', '0'];

/** Text that XML can hold and that tries to break out of its place. */
export const hostileText = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(''));

const trimmedText = hostileText.map((text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')).filter((text) => text !== '');
const oneWord = hostileText.map((text) => text.replace(/[ \t\r\n]/g, '')).filter((text) => text !== '');

/** Words the tables name, found by trying them on the condition. */
const CANDIDATES = [
  'PUBLISH', 'SUBSCRIBE', 'ALL', 'ZERO', 'ONE', 'TWO', 'ZERO_ONE', 'RETAINED', 'NOT_RETAINED', 'SHARED', 'NOT_SHARED', 'MD5', 'SHA512', 'BCRYPT',
  'UTF8', 'Base64', 'Hex', 'MYSQL', 'POSTGRES', 'AURORA_MYSQL', 'tcp', 'tls', 'start-tls', 'issuer-common-name', 'fingerprint-sha1', 'trace', 'warn',
  'UPPER', 'LOWER', 'authorization-code', 'authorization-code-pkce', 'check-next-on-unknown-authentication-key',
  'check-next-on-unknown-authentication-key-or-wrong-secret', 'check-next-on-unknown-authorization-keys', 'merge-all-permissions',
  ...VARIABLES.any.split('|').map((name) => name.replace('[a-z0-9-]+', 'x-1')),
];

function scalar(of: Scalar): fc.Arbitrary<unknown> {
  const { condition } = of;
  switch (of.type) {
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.constantFrom(0, 1, 10, 50, 100, 0.5, 1800).filter((candidate) => condition === undefined || condition.test(candidate));
    case 'words':
      return fc.array(oneWord, { maxLength: 3 });
    default:
  }
  if (of.meaning === 'id' || of.meaning === 'realm') {
    return fc.constant('placeholder');
  }
  if (of.meaning === 'secret') {
    return fc.constant('${ENV:SECRET}');
  }
  if (of.meaning === 'endpoint' || condition?.expects.includes('URL') === true) {
    return oneWord.map((text) => `https://issuer.example/${text.replace(/[#%\s]/g, '%25')}`).filter((url) => condition!.test(url));
  }
  if (condition !== undefined) {
    return fc.constantFrom(...CANDIDATES.filter((candidate) => condition.test(candidate)));
  }
  return of.blanks === 'meant' ? hostileText : trimmedText;
}

function value(field: Field, depth: number): fc.Arbitrary<unknown> {
  switch (field.place) {
    case 'attribute':
    case 'text':
    case 'element':
    case 'keyword':
      return scalar(field.scalar);
    case 'struct':
    case 'inline':
      return fc.constant(null).chain(() => structure(field.shape(), depth + 1));
    case 'list': {
      const { content, least } = field;
      const item = isScalar(content) ? scalar(content) : fc.constant(null).chain(() => structure(content(), depth + 1));
      return fc.array(item, { minLength: least, maxLength: least + 2 });
    }
    case 'choices':
      return fc.array(fc.constant(null).chain(() => structure(field.shape(), depth + 1)), { minLength: field.least, maxLength: field.least + 3 });
    case 'flag':
      return fc.boolean();
    case 'raw':
      return fc.constantFrom('', '<a b="c">d</a>', '\n  <x/>\n', '<!-- c --><x>text &amp; more</x>');
  }
}

function structure(of: Shape, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const members = Object.entries(of.fields);
  if (of.order === 'choice') {
    const open = depth > 7 ? members.filter(([member]) => !member.startsWith('chain')) : members;
    return fc.constantFrom(...open).chain(([member, field]) => value(field, depth).map((given) => ({ [member]: given })));
  }
  const required = members.filter(([, field]) => field.required).map(([member]) => member);
  return fc.record(Object.fromEntries(members.map(([member, field]) => [member, value(field, depth)])), { requiredKeys: required });
}

const REALM_OF: readonly (readonly [RegExp, string])[] = [
  [/^jwt/, 'jwtRealm'], [/^file/, 'fileRealm'], [/^sql/, 'sqlRealm'], [/^ldap/, 'ldapRealm'], [/^oidc/, 'oidcRealm'], [/^oauth/, 'oauthRealm'],
];

/** Gives every name of type xs:ID another value and lets managers refer to realms that are there. */
function named(config: HiveMqConfig): HiveMqConfig {
  let next = 0;
  const rename = (given: unknown, member: string, realms: readonly { kind: string; of: { name?: string } }[]): unknown => {
    if (Array.isArray(given)) {
      return given.map((item) => rename(item, member, realms));
    }
    if (typeof given !== 'object' || given === null) {
      return given;
    }
    const isNamed = /(Realm|Manager|Pipeline)$/.test(member);
    return Object.fromEntries(Object.entries(given).flatMap(([key, inner]) => {
      if (isNamed && key === 'name') {
        return [[key, `n-${(next += 1)}`]];
      }
      if (key === 'realm' && member.endsWith('Manager')) {
        const kind = REALM_OF.find(([pattern]) => pattern.test(member))![1];
        return [[key, realms.find((realm) => realm.kind === kind)?.of.name ?? realms[0]?.of.name]];
      }
      return [[key, rename(inner, key, realms)]];
    }));
  };
  const realms = rename(config.realms ?? [], '', []) as NonNullable<HiveMqConfig['realms']>;
  const listeners = (config.clientCertificateRevocationChecks ?? []).map((check, index) => ({ ...check, listener: `l${index}` }));
  const placed = { ...config, realms };
  const known = realmsOf(placed);
  const pipelines = known.length === 0 ? [] : rename(config.pipelines ?? [], '', known) as HiveMqConfig['pipelines'];
  return { ...placed, pipelines, clientCertificateRevocationChecks: listeners };
}

/** Configurations that fit the tables. */
export const anyConfig: fc.Arbitrary<HiveMqConfig> = structure(CONFIG_SHAPE, 0).map((config) => named(config as HiveMqConfig));

/** File realm documents that fit the tables. */
export const anyFileRealm: fc.Arbitrary<HiveMqFileRealmDocument> = structure(FILE_REALM_SHAPE, 0) as fc.Arbitrary<HiveMqFileRealmDocument>;

/** Settings that fit the tables. */
export const anySettings: fc.Arbitrary<HiveMqSettings> = fc.record({ config: anyConfig, fileRealm: anyFileRealm }, { requiredKeys: ['config'] });
