import { compact, Fields, Findings } from './fields';
import { JsonNode, readJson, valueOf } from './json-text';
import { MOSQUITTO_FILE_UNREADABLE, MOSQUITTO_FORMAT_VERSION, MOSQUITTO_TOKEN_TYPE_HINT_SPELLING } from './rules/file-rules';
import { isPrivateKey, withholdCredentials, withholdSecrets } from './secrets';
import {
  JWT_FILE, JwtCommon, JwtIntrospection, JwtJwks, JwtModes, JwtPlainRevocation, JwtRevocation, JwtSettings, RequestParameters,
  RequestParametersSource, ValueSource, WITHHELD,
} from './settings';
import { Json } from '../../text/canonical';

/** Reads jwt.json. Secrets in it are not kept; what stands in their place breaks the rule that refuses literal secrets. */
export function parseJwt(text: string, findings: Findings): JwtSettings | undefined {
  const read = readJson(text);
  if (read.root === undefined || read.root.kind !== 'object') {
    findings.add(MOSQUITTO_FILE_UNREADABLE, JWT_FILE, read.problem ?? 'is not a JSON object');
    return undefined;
  }
  const root = new Fields(read.root, `${JWT_FILE} `, findings);
  checkVersion(root, findings);
  const options = root.object('options');
  const settings = compact({
    algorithm: root.string('algorithm') ?? '',
    mode: root.string('mode') ?? '',
    lazyConnect: options?.boolean('lazyConnect'),
    modes: modesOf(options?.object('modes'), root.string('algorithm') !== 'RS256'),
    common: commonOf(options?.object('common')),
    revocation: revocationOf(options?.object('revocation'), findings),
  });
  options?.rest();
  root.rest();
  return settings;
}

function checkVersion(root: Fields, findings: Findings): void {
  const version = root.any('version');
  if (version !== undefined && version.scalar !== 1 && version.scalar !== '1') {
    findings.add(MOSQUITTO_FORMAT_VERSION, root.at('version'), 'must be 1', valueOf(version));
  }
}

function modesOf(modes: Fields | undefined, localIsSecret: boolean): JwtModes {
  if (modes === undefined) {
    return {};
  }
  const found = compact({ jwks: jwksOf(modes.object('jwks')), local: sourceOf(modes, 'local', localIsSecret) });
  modes.rest();
  return found;
}

function jwksOf(jwks: Fields | undefined): JwtJwks | undefined {
  if (jwks === undefined) {
    return undefined;
  }
  const cache = jwks.object('cache');
  const found = compact({
    uri: withholdCredentials(jwks.string('uri')),
    filePath: jwks.string('filePath'),
    timeoutMs: jwks.number('timeoutMs'),
    cache: cache && compact({
      enabled: cache.boolean('enabled'),
      ttlMs: cache.number('ttlMs'),
      respectCacheHeaders: cache.boolean('respectCacheHeaders'),
    }),
  });
  cache?.rest();
  jwks.rest();
  return found;
}

/** A bare string means a value in the file itself. */
function sourceOf(parent: Fields, key: string, secret: boolean): ValueSource | undefined {
  const node = parent.any(key);
  if (node === undefined) {
    return undefined;
  }
  if (node.kind !== 'string' && node.kind !== 'object') {
    parent.wrongType(key, 'a string, or an object with one of plain, env and filePath');
    return undefined;
  }
  const fields = node.kind === 'object' ? parent.object(key) : undefined;
  const plain = fields === undefined ? parent.string(key) : fields.string('plain');
  const found = compact({
    plain: plain !== undefined && (secret || isPrivateKey(plain)) ? WITHHELD : plain,
    env: fields?.string('env'),
    filePath: fields?.string('filePath'),
  });
  fields?.rest();
  return found;
}

function commonOf(common: Fields | undefined): JwtCommon {
  if (common === undefined) {
    return {};
  }
  const found = compact({
    issuer: common.string('issuer'),
    issuers: common.strings('issuers'),
    audience: common.string('audience'),
    audiences: common.strings('audiences'),
    validateIssuerAgainstEnvs: common.strings('validateIssuerAgainstEnvs'),
    validateAudienceAgainstEnvs: common.strings('validateAudienceAgainstEnvs'),
    validateExpiration: common.boolean('validateExpiration'),
    matchUsernameToSubject: common.boolean('matchUsernameToSubject'),
    matchClientIdToSubject: common.boolean('matchClientIdToSubject'),
    matchUsernameToClaim: common.string('matchUsernameToClaim'),
    matchClientIdToClaim: common.string('matchClientIdToClaim'),
    kickExpiredClients: common.boolean('kickExpiredClients'),
    kickExpiredClientsWithWill: common.boolean('kickExpiredClientsWithWill'),
  });
  common.rest();
  return found;
}

function revocationOf(revocation: Fields | undefined, findings: Findings): JwtRevocation | undefined {
  if (revocation === undefined) {
    return undefined;
  }
  const found = compact({
    timeoutMs: revocation.number('timeoutMs'),
    introspection: introspectionOf(revocation.object('introspection'), findings),
    plain: plainOf(revocation.object('plain'), findings),
  });
  revocation.rest();
  return found;
}

function introspectionOf(fields: Fields | undefined, findings: Findings): JwtIntrospection | undefined {
  if (fields === undefined) {
    return undefined;
  }
  const found = compact({
    uri: withholdCredentials(fields.string('uri')),
    clientId: sourceOf(fields, 'clientId', false),
    clientSecret: sourceOf(fields, 'clientSecret', true),
    includeTokenTypeHint: fields.boolean('includeTokenTypeHint') ?? misspeltHint(fields, findings),
    requestParameters: parametersOf(fields.object('requestParameters'), findings),
  });
  fields.rest();
  return found;
}

function misspeltHint(fields: Fields, findings: Findings): boolean | undefined {
  const key = 'includeTokenTypehint';
  if (fields.has(key)) {
    findings.add(MOSQUITTO_TOKEN_TYPE_HINT_SPELLING, fields.at(key), 'is not the spelling of the schema');
  }
  return fields.boolean(key);
}

function plainOf(fields: Fields | undefined, findings: Findings): JwtPlainRevocation | undefined {
  if (fields === undefined) {
    return undefined;
  }
  const response = fields.object('response');
  const found = compact({
    uri: withholdCredentials(fields.string('uri')),
    requestParameters: parametersOf(fields.object('requestParameters'), findings),
    bodyEncoding: fields.string('bodyEncoding'),
    response: response && compact({
      jsonPath: response.string('jsonPath'),
      successValue: successValueOf(response),
      successHttpCodes: response.numbers('successHttpCodes'),
      checkHttpStatus: response.boolean('checkHttpStatus'),
    }),
  });
  response?.rest();
  fields.rest();
  return found;
}

function successValueOf(response: Fields): string | number | boolean | undefined {
  const node = response.any('successValue');
  if (node?.kind === 'object' || node?.kind === 'array') {
    response.wrongType('successValue', 'a string, number or boolean');
    return undefined;
  }
  return node?.scalar ?? undefined;
}

function parametersOf(source: Fields | undefined, findings: Findings): RequestParametersSource | undefined {
  if (source === undefined) {
    return undefined;
  }
  const found = compact({ plain: plainParameters(source, findings), env: source.string('env'), filePath: source.string('filePath') });
  source.rest();
  return found;
}

/** `plain` is an object, or a string that holds the object as JSON. */
function plainParameters(source: Fields, findings: Findings): RequestParameters | undefined {
  const node = source.any('plain');
  if (node === undefined) {
    return undefined;
  }
  const object = node.kind === 'string' ? readJson(String(node.scalar)).root : node;
  if (object?.kind !== 'object') {
    source.wrongType('plain', 'an object, or a string that holds one as JSON');
    return undefined;
  }
  const fields = new Fields(object, source.at('plain'), findings);
  const parameters = compact({
    headers: headersOf(fields),
    method: fields.string('method'),
    path: fields.string('path'),
    payload: payloadOf(fields.any('payload')),
    bodyEncoding: fields.string('bodyEncoding'),
  });
  fields.rest();
  return withholdSecrets(parameters);
}

function headersOf(fields: Fields): RequestParameters['headers'] {
  const node = fields.any('headers');
  if (node === undefined) {
    return undefined;
  }
  if (node.kind !== 'object' || !node.members?.every((member) => member.value.kind === 'string')) {
    fields.wrongType('headers', 'an object of strings');
    return undefined;
  }
  return valueOf(node) as RequestParameters['headers'];
}

function payloadOf(node: JsonNode | undefined): Json | undefined {
  return node && (valueOf(node) as Json);
}
