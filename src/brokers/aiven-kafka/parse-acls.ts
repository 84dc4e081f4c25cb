import { CLUSTER_NAME, EVERY, KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType, NativeAcl } from './acl';
import { RESOURCE_OPTIONS } from './acl-commands';
import { javaTrim } from './kafka-text';
import { ACL_COMMAND } from './parse-rules';
import { readCommands, SCRIPT_PARAMETERS } from './shell-words';
import { finding, Finding } from '../../rules/rule';

type Options = ReadonlyMap<string, readonly string[]>;

const SWITCHES = ['add', 'cluster', 'force'];
const VALUES = [
  'allow-principal', 'deny-principal', 'allow-host', 'deny-host', 'operation', 'resource-pattern-type', 'bootstrap-server', 'bootstrap-controller',
  'command-config', ...Object.values(RESOURCE_OPTIONS).filter((option) => option !== 'cluster'),
];

/** Most entries that are read from a file: a command stands for each of its principals on each of its hosts for each operation on each resource. */
const MOST_ENTRIES = 100_000;

/** Reads a list of `kafka-acls.sh` commands. */
export function parseAclCommands(file: string, text: string, findings: Finding[]): readonly NativeAcl[] {
  let room = MOST_ENTRIES;
  return readCommands(text).flatMap(({ words, special, line }) => {
    if (special === undefined && words[0] === 'set') {
      return [];
    }
    const read = special === undefined ? readCommand(words, room) : `has ${JSON.stringify(special)}, which a shell would interpret`;
    if (typeof read === 'string') {
      findings.push(finding(ACL_COMMAND, `${file} line ${line}`, { message: read }));
      return [];
    }
    room -= read.length;
    return read;
  });
}

/** The entries that one command adds, or what is wrong with it. */
function readCommand(words: readonly string[], room: number): readonly NativeAcl[] | string {
  if (!/^(.*\/)?kafka-acls(\.sh)?$/.test(words[0])) {
    return 'is no kafka-acls.sh command';
  }
  const options = readOptions(words.slice(1));
  if (typeof options === 'string') {
    return options;
  }
  if (!options.has('add')) {
    return 'does not add entries';
  }
  const of = (option: string) => options.get(option) ?? [];
  const operations = of('operation').length === 0 ? [KafkaOperation.ALL] : of('operation').map((name) => member(KafkaOperation, name));
  const patternType = member(KafkaPatternType, of('resource-pattern-type')[0] ?? KafkaPatternType.LITERAL);
  if (patternType === undefined || operations.includes(undefined)) {
    return 'names an operation or a pattern type that no entry has';
  }
  const resources = resourcesOf(options);
  const most = (of('allow-principal').length + of('deny-principal').length) * Math.max(1, of('allow-host').length, of('deny-host').length)
    * operations.length * resources.length;
  if (most > room) {
    return `stands for up to ${most} entries, with which the file would have more than ${MOST_ENTRIES}`;
  }
  const entries = [KafkaPermissionType.ALLOW, KafkaPermissionType.DENY].flatMap((permissionType) => {
    const verb = permissionType.toLowerCase();
    const hosts = of(`${verb}-host`).length === 0 ? [EVERY] : of(`${verb}-host`);
    return combine(of(`${verb}-principal`), hosts, operations as KafkaOperation[], resources)
      .map(([principal, host, operation, resource]) => ({ principal, host, operation, ...resource, patternType, permissionType }));
  });
  return entries.length === 0 ? 'names no principal or no resource' : entries;
}

function readOptions(words: readonly string[]): Options | string {
  const options = new Map<string, string[]>();
  for (let index = 0; index < words.length; index++) {
    if (words[index] === SCRIPT_PARAMETERS) {
      continue;
    }
    const [, name, attached] = /^--([a-z-]+)(?:=([^]*))?$/.exec(words[index]) ?? [];
    if (name === undefined || !(SWITCHES.includes(name) || VALUES.includes(name))) {
      return `has the option ${JSON.stringify(words[index])}, which is not understood`;
    }
    const value = SWITCHES.includes(name) ? '' : attached ?? words[++index];
    if (value === undefined) {
      return `has no value for --${name}`;
    }
    // The tool trims everything but transactional ids (AclCommand.java).
    const values = options.get(name) ?? [];
    values.push(name === 'transactional-id' ? value : javaTrim(value));
    options.set(name, values);
  }
  return options;
}

function resourcesOf(options: Options): readonly { readonly resourceType: KafkaResourceType; readonly resourceName: string }[] {
  return Object.entries(RESOURCE_OPTIONS).flatMap(([type, option]) => (options.get(option) ?? []).map((name) => ({
    resourceType: type as KafkaResourceType,
    resourceName: option === 'cluster' ? CLUSTER_NAME : name,
  })));
}

/** The member of an enum as Kafka's tools name it: in its own spelling or in capitals. */
function member<T extends string>(values: { readonly [name: string]: T }, text: string): T | undefined {
  return Object.values(values).find((value) => value === text || value.toUpperCase() === text.toUpperCase());
}

function combine<A, B, C, D>(first: readonly A[], second: readonly B[], third: readonly C[], fourth: readonly D[]): readonly [A, B, C, D][] {
  return first.flatMap((a) => second.flatMap((b) => third.flatMap((c) => fourth.map((d): [A, B, C, D] => [a, b, c, d]))));
}
