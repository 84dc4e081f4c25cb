import { generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import { casesOf } from './corpus';
import { Data, mutateData, mutateText } from './mutate';
import { Random } from './random';
import { recheck } from './recheck';
import { Target } from './target';
import { KAFKA_SEMANTICS } from '../../src/brokers/aiven-kafka/semantics';
import { HIVEMQ_SEMANTICS } from '../../src/brokers/hivemq/semantics';
import { LAVINMQ_SEMANTICS } from '../../src/brokers/lavinmq/semantics';
import { MOSQUITTO_SEMANTICS } from '../../src/brokers/mosquitto/semantics';
import { OpenToken, PreviewCase } from '../../src/preview/case';
import { preview } from '../../src/preview/preview';
import { checkCase } from '../../src/preview/read-case';
import { BrokerSemantics } from '../../src/preview/semantics';

/*
 * The preview of each broker: cases of its vectors with a few parts changed, some with tokens that are really signed.
 */

type Case = { [name: string]: Data };

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const KEYS = [jwkOf(RSA.publicKey, 'rsa', 'RS256'), jwkOf(EC.publicKey, 'ec', 'ES256')];

function jwkOf(key: KeyObject, kid: string, alg: string): Case {
  return { ...key.export({ format: 'jwk' }), kid, alg, use: 'sig' } as Case;
}

/** A token that its keys verify. */
function signed(random: Random, { header, claims }: OpenToken): string {
  // Signing with RSA takes long, and LavinMQ knows nothing else.
  const [alg, kid] = random.oneIn(3) ? ['RS256', 'rsa'] : ['ES256', 'ec'];
  const input = [{ ...header, alg, kid }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const key = alg === 'RS256' ? RSA.privateKey : EC.privateKey;
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function encoded({ header, claims }: OpenToken): string {
  return [header, claims, 'signature'].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

/** Members that are changed, by how much hangs on them. */
const PARTS = ['token', 'token', 'token', 'settings', 'settings', 'jwks', 'dynamicSecurity', 'acls', 'fileRealm', 'can', 'now', 'username', 'mqttClientId',
  'password', 'plugins', 'discovery', 'introspection', 'revocation', 'brokerVersion', 'signature', 'allowAnonymous', 'protocol'];

const VERSIONS = ['2.7.0', '2.8', '2.9.1', '3.9.1', '4.0.0', '4.1.0', '4.1.1', '4.1.2', '4.2.0', '4.4.0', '4', '4.36.0', '3.0', '3.3', '99', ''];

function makeCase(random: Random, cases: readonly PreviewCase[], texts: readonly string[]): Data {
  const input = { ...random.pick(cases) } as unknown as Case;
  for (let count = random.below(4); count > 0; count--) {
    changePart(random, input, random.pick(PARTS), texts);
  }
  const { token } = input;
  if (token !== null && typeof token === 'object' && !Array.isArray(token) && isOpen(token) && random.oneIn(3)) {
    giveCompact(random, input, token);
  }
  return input;
}

function isOpen(token: { readonly [name: string]: Data }): token is Case & { readonly header: Case; readonly claims: Case } {
  return [token.header, token.claims].every((part) => part !== null && typeof part === 'object' && !Array.isArray(part));
}

function giveCompact(random: Random, input: Case, token: Case): void {
  const open = token as unknown as OpenToken;
  if (random.oneIn(4)) {
    input.token = random.oneIn(3) ? mutateText(random, encoded(open), [encoded(open)]) : encoded(open);
    return;
  }
  const good = signed(random, open);
  input.token = random.oneIn(4) ? mutateText(random, good, [encoded(open)]) : good;
  input.jwks = { keys: random.oneIn(10) ? mutateData(random, KEYS) : KEYS };
}

function changePart(random: Random, input: Case, name: string, texts: readonly string[]): void {
  const value = input[name];
  if (name === 'brokerVersion') {
    input.brokerVersion = random.pick(VERSIONS);
  } else if (name === 'now' && typeof value === 'number') {
    input.now = value + random.pick([-100_000, -61, -1, 0.5, 1, 299, 301, 599, 600, 601, 661, 100_000]);
  } else if (random.oneIn(20)) {
    delete input[name];
  } else if (typeof value === 'string' && value.length > 20) {
    input[name] = mutateText(random, value, texts);
  } else if (value !== undefined) {
    input[name] = mutateData(random, value);
  }
}

function ofPreview(semantics: BrokerSemantics): Target {
  const { kind } = semantics;
  const cases = casesOf(kind);
  const texts = cases.flatMap(({ settings }) => (typeof settings === 'string' ? [settings] : []));
  let outcome = '';
  return {
    name: `preview-${kind}`,
    make: (random) => makeCase(random, cases, texts.length > 0 ? texts : ['']),
    outcome: () => outcome,
    check: (data) => {
      const { input } = checkCase(data);
      if (input === undefined) {
        outcome = 'no case';
        return undefined;
      }
      const result = preview(semantics, input);
      outcome = 'error' in result ? 'problem' : result.decision;
      const { token } = input;
      if (typeof token === 'string' && token.length > 60 && JSON.stringify(result).includes(token)) {
        return 'leaks: the whole token stands in the result';
      }
      return outcome === 'accept' ? recheck(kind, input).then((fault) => fault && `accepts: ${fault}`) : undefined;
    },
  };
}

export const PREVIEWS: readonly Target[] = [LAVINMQ_SEMANTICS, HIVEMQ_SEMANTICS, MOSQUITTO_SEMANTICS, KAFKA_SEMANTICS].map(ofPreview);
