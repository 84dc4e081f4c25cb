import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Data } from './mutate';
import { PreviewCase } from '../../src/preview/case';
import { listener, rendered, WRITE_ORDERS } from '../../test/brokers/aiven-kafka/support/settings';
import { vectorsOf } from '../../test/preview/vector-file';

/*
 * Inputs that are right, or wrong in a known way, from which others are made: the golden files of the examples and the vectors.
 */

const EXAMPLES = path.resolve(__dirname, '../../examples');

/** Every golden file of this name. */
export function goldenFiles(name: string): readonly string[] {
  return fs.readdirSync(EXAMPLES).flatMap((example) => filesIn(path.join(EXAMPLES, example, 'golden')))
    .filter((file) => path.basename(file) === name).map((file) => fs.readFileSync(file, 'utf8'));
}

function filesIn(folder: string): readonly string[] {
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** Every case of a broker's vectors. */
export function casesOf(broker: string): readonly PreviewCase[] {
  return vectorsOf(broker).map(({ input }) => input);
}

/** Distinct texts that a broker's vectors have in one member. */
export function textsOf(broker: string, member: keyof PreviewCase): readonly string[] {
  return [...new Set(casesOf(broker).map((input) => input[member]).filter((value) => value !== undefined)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value, undefined, 2))))];
}

/** Compact tokens and tokens as header and claims. */
export function tokensOf(broker: string): readonly string[] {
  return textsOf(broker, 'token').map((text) => {
    const open = text.startsWith('{') ? JSON.parse(text) as { header: Data; claims: Data } : undefined;
    return open === undefined ? text : [open.header, open.claims, 'signature'].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  });
}

export const INI = [
  ...goldenFiles('lavinmq.ini'),
  '[main]\nauth_backends = local,oauth\nlog_level = info ; comment\n\n[oauth]\nissuer = https://auth.example.com/\nresource_server_id = mq\naudience = mq\n' +
    'preferred_username_claims = sub, azp\nadditional_scopes_keys = a,b\nscope_prefix = mq.\nverify_aud = true\njwks_cache_ttl = 3600\n\n[mqtt]\npermission_check_enabled = true\n',
  '# other\r\n[amqp]\r\nbind = ::\r\nport = 5672\r\n[mgmt]\r\n',
];

/** What the library itself writes for a broker of one's own. */
const KAFKA_FILES = rendered(listener({}, { nativeAcls: [WRITE_ORDERS] }), '4.2');

export const PROPERTIES = [
  KAFKA_FILES['server.properties'],
  '# node\nprocess.roles=broker,controller\nnode.id=1\nlisteners=OAUTH://:9094,PLAINTEXT://:9092\nlistener.security.protocol.map=OAUTH:SASL_SSL,PLAINTEXT:PLAINTEXT\nlog.dirs=/a\\\n  ,/b\nlast=\\u0041',
  'listeners = OAUTH://:1\nlistener.name.oauth.sasl.enabled.mechanisms : OAUTHBEARER\nlistener.name.oauth.oauthbearer.sasl.oauthbearer.jwks.endpoint.url=https://a/b\n' +
    'listener.name.oauth.oauthbearer.sasl.oauthbearer.expected.audience=a,b\nsuper.users=User:a;User:b\n',
];

export const ACL_COMMANDS_TEXTS = [
  KAFKA_FILES['kafka-acls.txt'],
  'kafka-acls.sh --bootstrap-server b:9092 "$@" --add --allow-principal User:orders --operation Read --topic \'a b\' # c\n' +
    '/opt/kafka/bin/kafka-acls.sh --add --deny-principal User:a \\\n --operation WRITE --group g --resource-pattern-type prefixed --allow-host 10.0.0.1\n',
];

export const JVM_OPTIONS_TEXTS = [KAFKA_FILES['kafka-jvm.options'], '# x\n-Xmx1g\n-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=https://a/b,https://c\n'];
