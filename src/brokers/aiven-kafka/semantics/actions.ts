import { AskedAction } from '../../../preview/case';
import { CASE_ACTION, CaseProblem, caseProblem } from '../../../preview/case-problem';
import { CLUSTER_NAME, KafkaOperation, KafkaResourceType } from '../acl';

/** An action of Kafka: an operation on a resource. */
export interface KafkaAction {
  readonly operation: KafkaOperation;
  readonly resourceType: KafkaResourceType;
  readonly resourceName: string;
  /** Address of the client; undefined where the case does not say. */
  readonly host: string | undefined;
}

const spellings = new WeakMap<object, ReadonlyMap<string, string>>();

/** The member that a word names: in Kafka's own spelling, or in capitals with underscores. */
export function memberOf<T extends string>(values: { readonly [name: string]: T }, word: unknown): T | undefined {
  if (typeof word !== 'string') {
    return undefined;
  }
  const known = spellings.get(values) ?? new Map(Object.values(values).map((value) => [plain(value), value]));
  spellings.set(values, known);
  return known.get(plain(word)) as T | undefined;
}

function plain(text: string): string {
  return text.replace(/_/g, '').toLowerCase();
}

/** Reads `Read:Topic:orders`, or an object with action `Read` and resource `Topic:orders`. */
export function readAction(asked: string | AskedAction): AskedAction | CaseProblem {
  const action = typeof asked === 'string' ? split(asked) : asked;
  const read = kafkaAction(action);
  return typeof read === 'string' ? caseProblem(CASE_ACTION, read) : { ...action, action: read.operation, resource: `${read.resourceType}:${read.resourceName}` };
}

function split(text: string): AskedAction {
  const colon = text.indexOf(':');
  return colon < 0 ? { action: text } : { action: text.slice(0, colon), resource: text.slice(colon + 1) };
}

/** The action in Kafka's words, or what is wrong with it. */
export function kafkaAction({ action, resource, host }: AskedAction): KafkaAction | string {
  const operation = memberOf(KafkaOperation, action);
  if (operation === undefined || operation === KafkaOperation.ALL) {
    return `the operation is none of ${Object.values(KafkaOperation).filter((value) => value !== KafkaOperation.ALL).join(', ')}`;
  }
  const [type, ...name] = (resource ?? '').split(':');
  const resourceType = memberOf(KafkaResourceType, type);
  if (resourceType === undefined) {
    return `the resource of ${operation} does not begin with one of ${Object.values(KafkaResourceType).join(', ')} and a colon`;
  }
  const resourceName = name.join(':') || (resourceType === KafkaResourceType.CLUSTER ? CLUSTER_NAME : '');
  return resourceName === '' ? `the resource of ${operation} has no name` : { operation, resourceType, resourceName, host };
}
