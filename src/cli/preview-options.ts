import type { Command } from 'commander';
import { isObject, MEMBER_FILES, readJsonFile, ReadMember, readText } from './case-files';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { refuseSharedStdin } from './read-input';
import { PREVIEWED_BROKERS } from '../brokers/semantics-registry';

/*
 * The members of a case as options.
 */

/** Turns an option's value into members of a case; `-` is the standard input where it is a file. */
type ReadOption = (io: CliIo, value: string, members: Members) => Promise<Members> | Members;

type Members = { readonly [name: string]: unknown };

interface CaseOption {
  readonly flags: string;
  readonly description: string;
  /** Whether the value is a path. */
  readonly isFile?: boolean;
  /** The only broker that it means something to. */
  readonly broker?: string;
  readonly read: ReadOption;
}

const fileOf = (member: string, read: ReadMember) => ({
  isFile: true,
  read: async (io: CliIo, path: string) => ({ [member]: await read(io, path) }),
});
const textOf = (member: string) => ({ read: (_io: CliIo, value: string) => ({ [member]: value }) });
const oneOf = (member: string, allowed: readonly string[]) => ({
  read: (_io: CliIo, value: string) => {
    if (!allowed.includes(value)) {
      throw new CliError(`--${member} must be one of ${allowed.join(', ')}`);
    }
    return { [member]: value };
  },
});

const CASE_OPTIONS: readonly CaseOption[] = [
  { flags: '--settings <file>', description: 'native file: lavinmq.ini, config.xml, jwt.json, broker properties; or JSON with the native key names',
    ...fileOf('settings', MEMBER_FILES.settings) },
  { flags: '--file-realm <file>', description: 'HiveMQ: ese-file-realm.xml', broker: 'hivemq', ...fileOf('fileRealm', MEMBER_FILES.fileRealm) },
  { flags: '--allow-all-extension <true|false>', description: 'HiveMQ: whether the extension that allows everything is installed',
    broker: 'hivemq',
    read: (_io, value) => ({ allowAllExtension: booleanOf('--allow-all-extension', value) }) },
  { flags: '--dynamic-security <file>', description: 'Mosquitto: dynamic-security.json', broker: 'mosquitto',
    ...fileOf('dynamicSecurity', MEMBER_FILES.dynamicSecurity) },
  { flags: '--plugin-order <list>', description: 'Mosquitto: token,dynamic-security in the order of mosquitto.conf',
    broker: 'mosquitto',
    read: (_io, value) => ({ plugins: namesOf('--plugin-order', value) }) },
  { flags: '--allow-anonymous', description: 'Mosquitto: allow_anonymous is on', broker: 'mosquitto', read: () => ({ allowAnonymous: true }) },
  { flags: '--acls <file>', description: 'Kafka: JSON list of native ACLs', broker: 'aiven-kafka', ...fileOf('acls', MEMBER_FILES.acls) },
  { flags: '--target <kind>', description: 'Kafka: aiven (default) or self-managed, which judge ACLs differently', broker: 'aiven-kafka',
    ...oneOf('target', ['aiven', 'self-managed']) },
  { flags: '--broker-version <version>', description: 'a release, or a dotted prefix of several', ...textOf('brokerVersion') },
  { flags: '--token <file>', description: 'compact JWT, or JSON {"header": {...}, "claims": {...}}', ...fileOf('token', MEMBER_FILES.token) },
  { flags: '--signature <verdict>', description: 'valid or invalid, for a token given as header and claims', ...oneOf('signature', ['valid', 'invalid']) },
  { flags: '--jwks <file>', description: 'the identity provider\'s key set; without it the signature does not decide', ...fileOf('jwks', MEMBER_FILES.jwks) },
  { flags: '--jwks-max-age <seconds>', description: 'max-age with which the key set is served',
    read: (_io, value, { jwks }) => ({ jwks: { ...withKeys(jwks), maxAge: numberOf('--jwks-max-age', value) } }) },
  { flags: '--jwks-unreachable <since>', description: 'the key set cannot be reached since the broker\'s start, or at the login: start, login',
    read: (_io, value, { jwks }) => ({ jwks: unreachable(value, jwks) }) },
  { flags: '--discovery <file>', description: 'the identity provider\'s discovery document', isFile: true,
    read: async (io, path) => ({ discovery: { document: await readJsonFile(io, path) } }) },
  { flags: '--introspection <file>', description: 'what introspection answers: JSON {"status", "body", "delayMs"} or {"reachable": false}',
    ...fileOf('introspection', MEMBER_FILES.introspection) },
  { flags: '--revocation <file>', description: 'what the revocation endpoint answers, likewise', ...fileOf('revocation', MEMBER_FILES.revocation) },
  { flags: '--now <seconds>', description: 'time of the login, seconds since the epoch; default: the clock',
    read: (_io, value) => ({ now: numberOf('--now', value) }) },
  { flags: '--username <name>', description: 'user name that the client sends', ...textOf('username') },
  { flags: '--password-file <file>', description: 'password that the client sends, where it is no token', isFile: true,
    read: async (io, path) => ({ password: (await readText(io, path)).replace(/\r?\n$/, '') }) },
  { flags: '--mqtt-client-id <id>', description: 'MQTT client id', ...textOf('mqttClientId') },
  { flags: '--authenticated-as <name>', description: 'skip authentication: an earlier plugin has let this user in', ...textOf('authenticatedAs') },
  { flags: '--protocol <name>', description: 'LavinMQ: amqp (default), mqtt or http', ...oneOf('protocol', ['amqp', 'mqtt', 'http']) },
];

/** Options as commander gives them, by their names in camelCase. */
export type GivenOptions = { readonly [name: string]: unknown };

/** Declares every option that is a member of a case. */
export function declareCaseOptions(command: Command): void {
  for (const { flags, description } of CASE_OPTIONS) {
    command.option(flags, description);
  }
  command.option('--can <action:resource>', 'ask whether the client may do this; repeatable', (value: string, before: readonly string[] = []) => [...before, value]);
}

/** Flags of the options that were given, of those that are members of a case. */
export function givenCaseFlags(options: GivenOptions): readonly string[] {
  return [...CASE_OPTIONS.map(({ flags }) => flags), '--can'].filter((flags) => options[keyOf(flags)] !== undefined).map(nameOf);
}

/** Refuses options that mean nothing to the broker. */
export function refuseForeignOptions(options: GivenOptions, kind: string): void {
  const foreign = CASE_OPTIONS.find(({ flags, broker }) => broker !== undefined && broker !== kind && options[keyOf(flags)] !== undefined);
  if (foreign !== undefined && PREVIEWED_BROKERS.includes(kind)) {
    throw new CliError(`${nameOf(foreign.flags)} is for ${foreign.broker}, not for ${kind}; leave it out`);
  }
}

/** The members of a case that the options give. */
export async function membersOf(io: CliIo, options: GivenOptions): Promise<Members> {
  const given = CASE_OPTIONS.filter(({ flags }) => options[keyOf(flags)] !== undefined);
  const paths = given.filter(({ isFile }) => isFile === true).map(({ flags }) => [nameOf(flags), options[keyOf(flags)]]);
  refuseSharedStdin({ '--manifest': options.manifest, ...Object.fromEntries(paths) });
  let members: Members = options.can === undefined ? {} : { can: options.can };
  for (const { flags, read } of given) {
    members = { ...members, ...await read(io, String(options[keyOf(flags)]), members) };
  }
  if (members.signature !== undefined && typeof members.token === 'string') {
    throw new CliError('--signature is for a token given as header and claims; a compact token carries its own, give --jwks to have it checked');
  }
  return members;
}

function nameOf(flags: string): string {
  return flags.split(' ')[0];
}

function keyOf(flags: string): string {
  return nameOf(flags).slice(2).replace(/-(.)/g, (_match, letter: string) => letter.toUpperCase());
}

function numberOf(option: string, value: string): number {
  if (!/^\d{1,15}(\.\d{1,9})?$/.test(value)) {
    throw new CliError(`${option} must be a number of seconds, such as 1767225600`);
  }
  return Number(value);
}

function namesOf(option: string, value: string): readonly string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.includes('')) {
    throw new CliError(`${option} must be a list of names, such as token,dynamic-security`);
  }
  return names;
}

function booleanOf(option: string, value: string): boolean {
  if (value !== 'true' && value !== 'false') {
    throw new CliError(`${option} must be true or false`);
  }
  return value === 'true';
}

function withKeys(jwks: unknown): Members {
  if (!isObject(jwks)) {
    throw new CliError('--jwks-max-age belongs to a key set; give --jwks as well');
  }
  return jwks;
}

function unreachable(since: string, jwks: unknown): Members {
  if (jwks !== undefined) {
    throw new CliError('--jwks-unreachable and --jwks exclude each other');
  }
  if (since !== 'start' && since !== 'login') {
    throw new CliError('--jwks-unreachable must be start or login');
  }
  return { reachable: false, at: since };
}
