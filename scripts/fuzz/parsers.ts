import { ACL_COMMANDS_TEXTS, casesOf, goldenFiles, INI, JVM_OPTIONS_TEXTS, PROPERTIES, textsOf, tokensOf } from './corpus';
import { Data, mutateText, randomText } from './mutate';
import { Random } from './random';
import { Target } from './target';
import { AIVEN_KAFKA } from '../../src/brokers/aiven-kafka/core';
import { readLenientObject } from '../../src/brokers/aiven-kafka/semantics/lenient-json';
import { BrokerCore, Files } from '../../src/brokers/broker-core';
import { HIVEMQ } from '../../src/brokers/hivemq/core';
import { LAVINMQ } from '../../src/brokers/lavinmq/core';
import { MOSQUITTO } from '../../src/brokers/mosquitto/core';
import { readJson as readPlacedJson } from '../../src/brokers/mosquitto/json-text';
import { parseManifest } from '../../src/manifest/manifest';
import { readJson } from '../../src/oauth/json-reader';
import { dataOf } from '../../src/oauth/json-tree';
import { keysOf, verificationKey } from '../../src/oauth/jwks';
import { bytesOf, bytesOfText, formOf, readSegment, segmentsOf, textOf } from '../../src/oauth/jwt';
import { readCase } from '../../src/preview/read-case';

/*
 * Every parser, with what must hold of it whatever it is given.
 */

/** Reads a text; says what is wrong with what came of it. */
type Check = (text: string) => string | undefined;

function ofText(name: string, corpus: readonly string[], check: Check): Target {
  return {
    name,
    make: (random: Random): Data => (random.oneIn(10) ? randomText(random, corpus) : mutateText(random, random.pick(corpus), corpus)),
    check: (input) => check(input as string),
  };
}

/** Findings name a known rule, and settings that are read can be worked with. */
function ofBroker(core: BrokerCore<any>, name: string, corpus: readonly string[], file: string, beside: Files = {}): Target {
  const known = new Set([...core.rules, ...core.parseRules].map(({ id }) => id));
  return ofText(name, corpus, (text) => {
    const { settings, findings } = core.parse({ ...beside, [file]: text }, undefined);
    const stranger = findings.find(({ rule }) => !known.has(rule));
    if (stranger !== undefined) {
      return `unlisted rule: ${stranger.rule}`;
    }
    if (settings === undefined) {
      return findings.length > 0 ? undefined : 'silence: neither settings nor a finding';
    }
    core.requirements(settings, undefined);
    core.needs(settings, undefined);
    return undefined;
  });
}

/** Merging twice is merging once. */
function ofMerge(core: BrokerCore<any>, file: string, ours: string, corpus: readonly string[]): Target {
  const merged = corpus.map((text) => core.merge(file, text, ours).text).filter((text) => text !== undefined);
  return ofText(`merge-${file}`, [...corpus, ...merged], (text) => {
    const once = core.merge(file, text, ours);
    if (once.text === undefined) {
      return undefined;
    }
    const twice = core.merge(file, once.text, ours);
    return twice.text === once.text ? undefined : 'not idempotent: merging again changes the text';
  });
}

const CASES = ['lavinmq', 'mosquitto', 'aiven-kafka', 'hivemq'].flatMap((broker) => casesOf(broker).filter((_, index) => index % 7 === 0));
const CONF = goldenFiles('mosquitto.conf');
const ACCOUNTS = [...goldenFiles('dynamic-security.json'), ...textsOf('mosquitto', 'dynamicSecurity')];
const CONFIGS = [...goldenFiles('config.xml'), ...textsOf('hivemq', 'settings')];
const REALMS = [...goldenFiles('ese-file-realm.xml'), ...textsOf('hivemq', 'fileRealm')];
const JSON_TEXTS = [...ACCOUNTS, ...textsOf('mosquitto', 'settings'), ...textsOf('lavinmq', 'jwks'), '{"a":[1,-0.5e3,"\\u00e9\\ud83d\\ude00",true,null,{}]}'];
const TOKENS = ['lavinmq', 'mosquitto', 'aiven-kafka', 'hivemq'].flatMap(tokensOf);
const KEYS = ['lavinmq', 'mosquitto', 'aiven-kafka', 'hivemq'].flatMap((broker) => textsOf(broker, 'jwks'));

/** What `JSON.parse` makes of a text, for comparison. */
function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function checkJson(text: string): string | undefined {
  const [read, plain] = [readJson(text, 2000), parsed(text)];
  if (read.problem !== undefined) {
    const isOwnLimit = read.problem.kind === 'depth' || read.problem.kind === 'lone-surrogate';
    return plain === undefined || isOwnLimit ? undefined : `differs: JSON.parse reads what is refused as ${read.problem.kind}`;
  }
  if (plain === undefined) {
    return 'differs: JSON.parse refuses what is read';
  }
  return JSON.stringify(dataOf(read.value)) === JSON.stringify(plain.value) ? undefined : 'differs: JSON.parse gives another value';
}

function checkPlacedJson(text: string): string | undefined {
  readPlacedJson(text);
  return undefined;
}

function checkToken(text: string): string | undefined {
  for (const segment of segmentsOf(text)) {
    formOf(segment);
    readSegment(segment);
    const bytes = bytesOf(segment);
    const { text: decoded, isUtf8 } = textOf(bytes);
    if (!bytesOfText(decoded).equals(bytes)) {
      return `loses bytes: ${isUtf8 ? 'of a text' : 'that are no text'}`;
    }
  }
  return undefined;
}

function checkKeys(text: string): string | undefined {
  const value = parsed(text)?.value as { readonly keys?: { readonly keys?: unknown } } | null | undefined;
  for (const keys of [value, value?.keys, value?.keys?.keys]) {
    for (const key of keysOf(keys) ?? []) {
      const found = verificationKey(key);
      if (found?.type === 'private') {
        return 'private: a key for signatures stays private';
      }
    }
  }
  return undefined;
}

function checkCase(text: string): string | undefined {
  const { input, problem } = readCase(text);
  return (input === undefined) === (problem === undefined) ? 'neither: a case is read or has a problem, not both' : undefined;
}

function checkLenient(text: string): string | undefined {
  readLenientObject(text);
  return undefined;
}

function checkManifest(text: string): string | undefined {
  const read = parseManifest(text);
  return 'problem' in read && read.problem === '' ? 'silence: no problem is told' : undefined;
}

/** Parsers of native files. */
const BROKER_PARSERS: readonly Target[] = [
  ofBroker(LAVINMQ, 'lavinmq-ini', INI, 'lavinmq.ini'),
  ofBroker(LAVINMQ, 'cloudamqp', goldenFiles('cloudamqp_oauth2_configuration.json'), 'cloudamqp_oauth2_configuration.json'),
  ofBroker(AIVEN_KAFKA, 'kafka-properties', PROPERTIES, 'server.properties'),
  ofBroker(AIVEN_KAFKA, 'kafka-acl-commands', ACL_COMMANDS_TEXTS, 'kafka-acls.txt', { 'server.properties': PROPERTIES[0] }),
  ofBroker(AIVEN_KAFKA, 'kafka-jvm-options', JVM_OPTIONS_TEXTS, 'kafka-jvm.options', { 'server.properties': PROPERTIES[0] }),
  ofBroker(AIVEN_KAFKA, 'aiven-user-config', goldenFiles('aiven-user-config.json'), 'aiven-user-config.json'),
  ofBroker(AIVEN_KAFKA, 'aiven-acls', goldenFiles('aiven-acls.json'), 'aiven-acls.json', { 'aiven-user-config.json': goldenFiles('aiven-user-config.json')[0] }),
  ofBroker(HIVEMQ, 'ese-config', CONFIGS, 'config.xml'),
  ofBroker(HIVEMQ, 'ese-file-realm', REALMS, 'ese-file-realm.xml', { 'config.xml': goldenFiles('config.xml')[0] }),
  ofBroker(MOSQUITTO, 'mosquitto-conf', CONF, 'mosquitto.conf'),
  ofBroker(MOSQUITTO, 'mosquitto-jwt', [...goldenFiles('jwt.json'), ...textsOf('mosquitto', 'settings')], 'jwt.json', { 'mosquitto.conf': CONF[0] }),
  ofBroker(MOSQUITTO, 'dynamic-security', ACCOUNTS, 'dynamic-security.json', { 'mosquitto.conf': CONF[0], 'jwt.json': goldenFiles('jwt.json')[0] }),
];

/** Parsers of everything else. */
const OTHER_PARSERS: readonly Target[] = [
  ofText('json', JSON_TEXTS, checkJson),
  ofText('json-with-places', JSON_TEXTS, checkPlacedJson),
  ofText('json-of-jose4j', JSON_TEXTS, checkLenient),
  ofText('jwt', TOKENS, checkToken),
  ofText('jwks', KEYS, checkKeys),
  ofText('case', CASES.map((input) => JSON.stringify(input)), checkCase),
  ofText('manifest', goldenFiles('manifest.json'), checkManifest),
];

const MERGES: readonly Target[] = [
  ofMerge(LAVINMQ, 'lavinmq.ini', INI[0], INI),
  ofMerge(AIVEN_KAFKA, 'server.properties', PROPERTIES[0], PROPERTIES),
  ofMerge(AIVEN_KAFKA, 'kafka-jvm.options', JVM_OPTIONS_TEXTS[0], JVM_OPTIONS_TEXTS),
  ofMerge(AIVEN_KAFKA, 'aiven-user-config.json', goldenFiles('aiven-user-config.json')[0], goldenFiles('aiven-user-config.json')),
  ofMerge(HIVEMQ, 'config.xml', goldenFiles('config.xml')[0], CONFIGS),
  ofMerge(HIVEMQ, 'ese-file-realm.xml', goldenFiles('ese-file-realm.xml')[0], REALMS),
  ofMerge(MOSQUITTO, 'mosquitto.conf', CONF[0], CONF),
  ofMerge(MOSQUITTO, 'dynamic-security.json', goldenFiles('dynamic-security.json')[0], ACCOUNTS),
];

export const PARSERS: readonly Target[] = [...BROKER_PARSERS, ...OTHER_PARSERS, ...MERGES];
