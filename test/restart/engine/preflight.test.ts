import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brokerCore, SERVICE_FILES } from '../../../src/brokers/registry';
import { knowledgeOf } from '../../../src/restart/engine/knowledge';
import { LOCAL_CLOCK } from '../../../src/restart/engine/local-ports';
import { runPreflight } from '../../../src/restart/engine/preflight';
import { CurrentSettings, readAiven, readCloudAmqp } from '../../../src/restart/engine/service-settings';
import { readSpec } from '../../../src/restart/spec';
import { TinyServer } from '../support/identity-provider';

const RECORDINGS = resolve(__dirname, '../../../../shared/data/cloudamqp-recordings/oauth2-configuration.json');

let server: TinyServer;
beforeEach(async () => {
  server = await new TinyServer({}).start();
});
afterEach(() => server.stop());

const cloudAmqp = (environment: { [name: string]: string } = { CLOUDAMQP_APIKEY: 'key' }) =>
  readCloudAmqp({ kind: 'cloudamqp', instanceId: '156', baseUrl: server.url }, environment);
const aiven = (environment: { [name: string]: string } = { AIVEN_TOKEN: 'token' }) =>
  readAiven({ kind: 'aiven', project: 'p/x', service: 's', baseUrl: `${server.url}/` }, environment);
const CLOUDAMQP_PATH = '/api/instances/156/oauth2-configurations';
const AIVEN_PATH = '/v1/project/p%2Fx/service/s';

function textOf(settings: CurrentSettings): unknown {
  return Object.values(settings.files ?? {}).map((text) => JSON.parse(text));
}

describe('the settings of a CloudAMQP instance', () => {
  test('are read under the names of the Terraform resource', async () => {
    server.set(CLOUDAMQP_PATH, {
      id: 'x', cluster_id: 156, created_at: 't', updated_at: 't', issuer: 'https://i', audience: null, verify_aud: true, oauth_disable_basic_auth: false,
    });
    const settings = await cloudAmqp();
    expect(Object.keys(settings.files!)).toEqual([SERVICE_FILES.cloudamqp]);
    expect(textOf(settings)).toEqual([{ disable_basic_auth: false, issuer: 'https://i', verify_aud: true }]);
    expect(server.asked).toEqual([{ path: CLOUDAMQP_PATH, authorization: `Basic ${Buffer.from(':key').toString('base64')}` }]);
  });

  test('are none where nothing is configured yet', async () => {
    expect(await cloudAmqp()).toEqual({ files: {} });
  });

  test('cannot be read without a key, with a wrong one, or from another answer', async () => {
    expect((await cloudAmqp({})).problem).toBe('CLOUDAMQP_APIKEY is not set, so the settings of instance 156 cannot be read');
    server.set(CLOUDAMQP_PATH, []);
    expect((await cloudAmqp()).problem).toContain('something else than a configuration');
    server.set(CLOUDAMQP_PATH, '<html>');
    expect((await cloudAmqp()).problem).toContain('an answer that is no JSON');
    server.status = 401;
    expect((await cloudAmqp()).problem).toBe(`${server.url}${CLOUDAMQP_PATH}: status 401`);
  });

  (existsSync(RECORDINGS) ? test : test.skip)('are understood in every recorded answer (skipped where there are no recordings)', async () => {
    const { recordings } = JSON.parse(readFileSync(RECORDINGS, 'utf8'));
    const answers = recordings.flatMap((recording: any) => recording.interactions)
      .filter((one: any) => one.method === 'GET' && one.path.endsWith('/oauth2-configurations') && one.status === 200);
    expect(answers.length).toBeGreaterThan(3);
    const broker = knowledgeOf(brokerCore('lavinmq')!, undefined, []);
    for (const answer of answers) {
      server.set(CLOUDAMQP_PATH, answer.responseBody);
      const { requirements } = broker.requirements((await cloudAmqp()).files!);
      expect(requirements?.issuer).toEqual([{ kind: 'exact', value: JSON.parse(answer.responseBody).issuer }]);
    }
  });
});

describe('the settings of an Aiven service', () => {
  test('are the part of its user configuration that decides about tokens', async () => {
    server.set(AIVEN_PATH, {
      service: {
        user_config: {
          kafka: { sasl_oauthbearer_jwks_endpoint_url: 'https://i/keys', sasl_oauthbearer_expected_audience: 'a,b', sasl_oauthbearer_expected_issuer: null, log_retention_hours: 1 },
          kafka_authentication_methods: { sasl: true, certificate: true },
          kafka_version: '4.0',
        },
      },
    });
    const settings = await aiven();
    expect(textOf(settings)).toEqual([{
      kafka: { sasl_oauthbearer_jwks_endpoint_url: 'https://i/keys', sasl_oauthbearer_expected_audience: 'a,b' },
      kafka_authentication_methods: { sasl: true },
    }]);
    expect(server.asked[0]).toEqual({ path: AIVEN_PATH, authorization: 'aivenv1 token' });
    const { requirements } = knowledgeOf(brokerCore('aiven-kafka')!, '4.0', []).requirements(settings.files!);
    expect(requirements).toMatchObject({ keys: ['https://i/keys'], audience: [{ kind: 'exact', value: 'a' }, { kind: 'exact', value: 'b' }], issuer: 'any' });
  });

  test('are none where OAUTHBEARER is not on, or the service does not exist', async () => {
    expect(await aiven()).toEqual({ files: {} });
    server.set(AIVEN_PATH, { service: { user_config: { kafka: {} } } });
    expect(await aiven()).toEqual({ files: {} });
  });

  test('cannot be read without a token or from another answer', async () => {
    expect((await aiven({})).problem).toBe('AIVEN_TOKEN is not set, so the settings of p/x/s cannot be read');
    server.set(AIVEN_PATH, { message: 'hello' });
    expect((await aiven()).problem).toContain('something else than a service');
  });
});

describe('a pre-flight', () => {
  const OLD = '{"issuer":"https://old.example.com","resource_server_id":"x","verify_aud":true}';
  const NEW = '{"issuer":"https://new.example.com","resource_server_id":"x","verify_aud":true}';

  async function preflight(today: CurrentSettings, more: object = {}) {
    const { spec } = readSpec({
      schemaVersion: 1, broker: { kind: 'lavinmq', path: 'Stack/LavinMq' }, nodes: [], stateDirectory: 's', preflight: { kind: 'none' }, ...more,
    });
    const broker = knowledgeOf(brokerCore('lavinmq')!, undefined, []);
    const report = await runPreflight({ spec: spec!, files: { [SERVICE_FILES.cloudamqp]: NEW }, broker, today }, {
      clock: LOCAL_CLOCK, keys: { readJson: async () => ({ problem: 'no' }) }, token: async () => undefined, output: { tell: () => undefined },
    });
    return { outcome: report.outcome, rules: report.findings.filter((found) => found.level === 'error').map((found) => found.rule) };
  }

  const files = (text: string): CurrentSettings => ({ files: { [SERVICE_FILES.cloudamqp]: text } });
  const UNREADABLE: CurrentSettings = { problem: 'status 401' };

  test('lets pass what changes nothing, and what is new', async () => {
    expect(await preflight(files(NEW))).toEqual({ outcome: 'good', rules: [] });
    expect(await preflight({ files: {} })).toEqual({ outcome: 'good', rules: [] });
  });

  test('refuses another issuer, and with it other keys', async () => {
    expect(await preflight(files(OLD))).toEqual({ outcome: 'refused', rules: ['LOCKOUT_NOT_ACCEPTED', 'LOCKOUT_NOT_ACCEPTED'] });
  });

  test('cannot tell without the settings of today', async () => {
    expect(await preflight(UNREADABLE)).toEqual({ outcome: 'undetermined', rules: ['LOCKOUT_UNDETERMINED'] });
  });

  test('lets both pass with acceptLockout', async () => {
    expect(await preflight(files(OLD), { acceptLockout: true })).toEqual({ outcome: 'good', rules: [] });
    expect(await preflight(UNREADABLE, { acceptLockout: true })).toEqual({ outcome: 'good', rules: [] });
  });

  test('refuses a token that cannot be read', async () => {
    expect(await preflight(files(OLD), { token: { environmentVariable: 'TOKEN' } })).toEqual({ outcome: 'refused', rules: ['OVERLAP_TOKEN_INVALID'] });
  });
});
