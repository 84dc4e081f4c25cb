import { Finding, finding } from '../../rules/rule';
import { DestinationMatch, GrantConsumeOptions, GrantOptions, GrantProtocol, GrantPublishOptions } from '../grant';
import { LavinMqAccess } from './access';
import { covers, overlaps } from './glob';
import { GRANT_HIDDEN, GRANT_LOGIN_FRAME, GRANT_OPTION, GRANT_REGULAR_EXPRESSION, GRANT_WIDER } from './grant-rules';

/** What a common grant comes to on LavinMQ. */
export interface GrantPlan {
  readonly accesses: readonly LavinMqAccess[];
  /** The real extent where that is more than was asked. */
  readonly wider?: string;
  readonly problems: readonly Finding[];
}

/** Whether MQTT is bound by scopes; undefined where CloudAMQP or the node's own file decides. */
export type MqttChecked = boolean | undefined;

/** Everything that an application needs to publish to an exchange, or over MQTT. */
export function planPublish(destination: string, options: GrantPublishOptions, mqttChecked: MqttChecked): GrantPlan {
  const problems = unknownOptions(options, ['retained']);
  const vhost = options.vhost ?? '/';
  if (options.protocol === GrantProtocol.MQTT) {
    const accesses = [literal('write', vhost, MQTT_EXCHANGE)];
    return plan(accesses, mqttExtent('publish', vhost, mqttChecked), options, problems);
  }
  if (isDefaultExchange(destination, options)) {
    const wider = `every exchange of virtual host ${JSON.stringify(vhost)}: ` +
      'the default exchange is checked as the empty name, which only "*" reaches';
    return plan([LavinMqAccess.write(vhost, '*', LITERAL_VHOST)], wider, options, problems);
  }
  return plan([onResource('write', vhost, destination, options)], undefined, options, problems);
}

/** Everything that an application needs to consume from a queue, or over MQTT. */
export function planConsume(destination: string, options: GrantConsumeOptions, mqttChecked: MqttChecked): GrantPlan {
  const vhost = options.vhost ?? '/';
  if (options.protocol === GrantProtocol.MQTT) {
    // A client's queue is named mqtt.<client id>, and the client id is chosen by the client, so only the pattern is sure to reach it.
    const accesses = [literal('read', vhost, MQTT_EXCHANGE), LavinMqAccess.write(vhost, 'mqtt.*', LITERAL_VHOST)];
    return plan(accesses, mqttExtent('subscribe', vhost, mqttChecked), options, unknownOptions(options, ['shared', 'group', 'declare']));
  }
  const verbs = options.declare === true ? ['read', 'configure'] as const : ['read'] as const;
  return plan(verbs.map((verb) => onResource(verb, vhost, destination, options)), undefined, options, unknownOptions(options, ['shared', 'group']));
}

const MQTT_EXCHANGE = 'mqtt.default';
const LITERAL_VHOST = { vhostMatch: DestinationMatch.LITERAL };

type Verb = 'configure' | 'write' | 'read';

function literal(verb: Verb, vhost: string, name: string): LavinMqAccess {
  return LavinMqAccess[verb](vhost, name, { ...LITERAL_VHOST, match: DestinationMatch.LITERAL });
}

function onResource(verb: Verb, vhost: string, name: string, options: GrantOptions): LavinMqAccess {
  return LavinMqAccess[verb](vhost, name, { ...LITERAL_VHOST, match: options.match ?? DestinationMatch.LITERAL });
}

/** `amq.default` is another name of it, by which permissions do not reach it. */
function isDefaultExchange(destination: string, options: GrantOptions): boolean {
  return (options.match ?? DestinationMatch.LITERAL) === DestinationMatch.LITERAL && (destination === '' || destination === 'amq.default');
}

function mqttExtent(asked: 'publish' | 'subscribe', vhost: string, checked: MqttChecked): string {
  const place = `every topic of virtual host ${JSON.stringify(vhost)}`;
  if (checked === false) {
    return `publishing and subscribing to ${place}, since [mqtt] permission_check_enabled is off`;
  }
  const extent = asked === 'publish'
    ? `publishing to ${place}, since there are no rights per topic`
    : `subscribing to ${place} and publishing to them, since the right on the client's own queue, mqtt.<client id>, covers mqtt.default`;
  return checked ? extent : `${extent}; everything there where [mqtt] permission_check_enabled is off, which is not known`;
}

function plan(accesses: readonly LavinMqAccess[], wider: string | undefined, options: GrantOptions, problems: readonly Finding[]): GrantPlan {
  if (wider === undefined || options.acceptWider === true) {
    return { accesses, wider, problems };
  }
  const refused = finding(GRANT_WIDER, 'acceptWider', { message: `is not set, and the right would be wider than asked: ${wider}` });
  return { accesses, wider, problems: [...problems, refused] };
}

function unknownOptions(options: object, names: readonly string[]): readonly Finding[] {
  return Object.entries(options).filter(([name, value]) => names.includes(name) && value !== undefined)
    .map(([name, value]) => finding(GRANT_OPTION, name, { message: 'cannot be honoured by LavinMQ here', got: value }));
}

/** What is wrong with everything that one application may do, scopes as its tokens carry them. */
export function judgeGrants(clientId: string, accesses: readonly LavinMqAccess[], scopes: readonly string[]): readonly Finding[] {
  const path = `grants[${clientId}]`;
  return [...hiddenGrants(path, accesses), ...regularExpressions(path, accesses), ...loginFrame(path, scopes)];
}

function hiddenGrants(path: string, accesses: readonly LavinMqAccess[]): readonly Finding[] {
  const rights = accesses.filter((access) => access._verb !== 'tag');
  const vhosts = [...new Set(rights.map((access) => access._subject))];
  const findings: Finding[] = [];
  for (const access of rights) {
    for (const vhost of vhosts) {
      if (hides(vhost, access) && !isRepeated(access, vhost, rights)) {
        const message = `gives ${access}, which is hidden by the grants on virtual host ${JSON.stringify(vhost)}`;
        findings.push(finding(GRANT_HIDDEN, path, { message }));
      }
    }
  }
  return findings;
}

/** Whether entries of `vhost` may take the place of the access's own: an exact name always does, a pattern when it comes first. */
function hides(vhost: string, access: LavinMqAccess): boolean {
  return vhost !== access._subject && access._subject.includes('*') && overlaps(vhost, access._subject);
}

function isRepeated(access: LavinMqAccess, vhost: string, rights: readonly LavinMqAccess[]): boolean {
  return rights.some((other) => other._subject === vhost && other._verb === access._verb && covers(other._pattern, access._pattern));
}

const REGULAR_EXPRESSION = /[\\|()[\]^]|\$$|\.\+/;

function regularExpressions(path: string, accesses: readonly LavinMqAccess[]): readonly Finding[] {
  return accesses.filter((access) => access._verb !== 'tag' && (REGULAR_EXPRESSION.test(access._pattern) || REGULAR_EXPRESSION.test(access._subject)))
    .map((access) => finding(GRANT_REGULAR_EXPRESSION, path, { message: `gives ${access}, which looks like a regular expression` }));
}

/** Characters of token that pass with usual client properties: 3,197 did, about 3,990 did not, of 4,096 bytes for the whole frame. */
const TOKEN_BUDGET = 3500;

/** Characters of an ordinary RS256 token beside its scopes: a 2048-bit signature has 342, header and the other claims some 900. */
const REST_OF_TOKEN = 1250;

/** Characters of a token with these scopes, each with two quotes and a comma as in a list. */
export function estimateTokenLength(scopes: readonly string[]): number {
  const bytes = scopes.reduce((sum, scope) => sum + Buffer.byteLength(scope, 'utf8') + 3, 0);
  return REST_OF_TOKEN + Math.ceil(bytes * 4 / 3);
}

function loginFrame(path: string, scopes: readonly string[]): readonly Finding[] {
  const length = estimateTokenLength(scopes);
  if (length <= TOKEN_BUDGET) {
    return [];
  }
  const message = `come to ${scopes.length} scopes, hence to a token of about ${length} characters; more than about ${TOKEN_BUDGET} ` +
    'do not fit beside the client properties into the login frame of 4,096 bytes';
  return [finding(GRANT_LOGIN_FRAME, path, { message })];
}
