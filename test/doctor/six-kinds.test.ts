import { doctor, file, ManifestFor, manifestText, reportIn, rulesIn } from './support';
import { CALLER, CLIENT, startTestIdentityProviders, TestIdentityProviders } from '../support/test-identity-provider';

let providers: TestIdentityProviders;
beforeAll(async () => {
  providers = await startTestIdentityProviders();
  process.env.DOCTOR_TEST_SECRET = CLIENT.secret;
  process.env.DOCTOR_TEST_CALLER_SECRET = CALLER.secret;
}, 60_000);
afterAll(() => providers.stop());

interface Kind extends Omit<ManifestFor, 'kind' | 'issuer'> {
  readonly decisions: Readonly<Record<string, string>>;
  readonly errors?: readonly string[];
  readonly warnings: readonly string[];
  readonly code: number;
}

const EVERYBODY = { HiveMq: 'accept', Kafka: 'accept', LavinMq: 'accept', Mosquitto: 'accept' };
const KINDS: Readonly<Record<string, Kind>> = {
  keycloak: { decisions: EVERYBODY, warnings: ['DOCTOR_TOKEN_TYPE'], code: 0 },
  okta: {
    clientIdClaim: 'cid', scopesKey: 'scp', subject: CLIENT.id,
    decisions: EVERYBODY, warnings: ['DOCTOR_TOKEN_CLAIMS', 'DOCTOR_TOKEN_TYPE'], code: 0,
  },
  auth0: { subject: `${CLIENT.id}@clients`, decisions: EVERYBODY, warnings: ['DOCTOR_TOKEN_CLAIMS', 'DOCTOR_TOKEN_TYPE'], code: 0 },
  entra: { scopesKey: 'roles', decisions: EVERYBODY, warnings: ['DOCTOR_TOKEN_CLAIMS', 'DOCTOR_TOKEN_TYPE'], code: 0 },
  uaa: {
    subject: CLIENT.id,
    // LavinMQ refuses scopes in an array; what the other two make of several audiences is not documented.
    decisions: { HiveMq: 'undetermined', Kafka: 'accept', LavinMq: 'reject', Mosquitto: 'undetermined' }, errors: ['DOCTOR_BROKER_TOKEN'], warnings: ['DOCTOR_TOKEN_TYPE'], code: 2,
  },
  oidc: { clientIdClaim: 'client_id', subject: CLIENT.id, decisions: EVERYBODY, warnings: [], code: 0 },
};

const ASK = ['--client-id', CLIENT.id, '--client-secret-env', 'DOCTOR_TEST_SECRET', '--allow-http-loopback'];

function manifestOf(kind: string, more: Partial<ManifestFor> = {}): string {
  return file(manifestText({ kind, issuer: providers.issuers[kind === 'oidc' ? 'generic' : kind], ...KINDS[kind], ...more }));
}

describe.each(Object.entries(KINDS))('tokens as those of %s', (kind, { decisions, errors = [], warnings, code }) => {
  test('are judged by every broker', async () => {
    const ran = await doctor('--manifest', manifestOf(kind), ...ASK, '--json');

    const { brokers, steps } = reportIn(ran);
    expect(Object.fromEntries(brokers.map((one: any) => [one.broker.split('/').pop(), one.decision]))).toEqual(decisions);
    expect(brokers.map((one: any) => one.real)).toEqual([true, true, true, true]);
    expect(rulesIn(ran)).toEqual(errors);
    expect(rulesIn(ran, 'warning')).toEqual(warnings);
    expect(steps.filter(({ outcome }: any) => outcome === 'problem')).toEqual([]);
    expect(ran.code).toBe(code);
  });

  test('leave no secret and no token behind', async () => {
    const manifest = manifestOf(kind);
    const outputs = [await doctor('--manifest', manifest, ...ASK, '--json'), await doctor('--manifest', manifest, ...ASK)];

    for (const { out, complaints } of outputs) {
      expect(out.length).toBeGreaterThan(500);
      expect(out + complaints).not.toContain(CLIENT.secret);
      expect(out + complaints).not.toMatch(/eyJ[\w-]{10}/);
    }
  });
});

describe('introspection', () => {
  const INTROSPECTS = {
    revocation: { introspection: { uri: 'https://idp.example.com/introspect', clientId: { plain: 'messaging' }, clientSecret: { env: 'SECRET' } } },
  };
  const AS_BROKER = ['--introspection-client-id', CALLER.id, '--introspection-client-secret-env', 'DOCTOR_TEST_CALLER_SECRET'];

  test.each(['keycloak', 'okta', 'uaa', 'oidc'])('is tried as the broker\'s client at %s', async (kind) => {
    const ran = await doctor('--manifest', manifestOf(kind), ...ASK, ...AS_BROKER, '--json');

    expect(reportIn(ran).steps).toContainEqual({ step: 'introspection', outcome: 'ok', detail: 'as messaging' });
  });

  test('by a client that is no audience of the token finds it inactive', async () => {
    const ran = await doctor('--manifest', manifestOf('keycloak', { mosquitto: INTROSPECTS }), ...ASK, '--introspection-client-id', CLIENT.id,
      '--introspection-client-secret-env', 'DOCTOR_TEST_SECRET', '--json');

    expect(rulesIn(ran)).toContain('DOCTOR_INTROSPECTION_INACTIVE');
    expect(reportIn(ran).steps.at(-1)).toEqual({ step: 'introspection', outcome: 'problem', detail: 'as orders-service, while brokers ask as messaging' });
    expect(ran.code).toBe(2);
  });

  test('with a wrong secret is refused', async () => {
    const ran = await doctor('--manifest', manifestOf('keycloak'), ...ASK, '--introspection-client-id', CALLER.id,
      '--introspection-client-secret-env', 'DOCTOR_TEST_SECRET', '--json');

    expect(rulesIn(ran)).toEqual(['DOCTOR_INTROSPECTION_ACTIVE']);
  });

  test('that a broker needs and nobody can try leaves the answer open', async () => {
    const ran = await doctor('--manifest', manifestOf('keycloak', { mosquitto: INTROSPECTS }), ...ASK, '--json');

    expect(reportIn(ran).steps).toContainEqual(expect.objectContaining({ step: 'introspection', outcome: 'not looked at' }));
    expect(ran.code).toBe(3);
  });

  test.each(['auth0', 'entra'])('is not to be had at %s', async (kind) => {
    const ran = await doctor('--manifest', manifestOf(kind, { mosquitto: INTROSPECTS }), ...ASK, '--json');

    expect(rulesIn(ran)).toContain('DOCTOR_INTROSPECTION_THERE');
    expect(ran.code).toBe(2);
  });
});

describe('asking for a token', () => {
  test('with a wrong secret shows the error code alone', async () => {
    const ran = await doctor('--manifest', manifestOf('keycloak'), '--client-id', CLIENT.id, '--client-secret-env', 'DOCTOR_TEST_CALLER_SECRET',
      '--allow-http-loopback', '--json');

    expect(reportIn(ran).findings).toContainEqual(expect.objectContaining({
      rule: 'DOCTOR_TOKEN_REQUEST', message: expect.stringMatching(/^the token endpoint answers invalid_client \(status 401\); /),
    }));
    expect(ran.out).not.toContain(CALLER.secret);
  });

  test('with the secret in the form works as well', async () => {
    const ran = await doctor('--manifest', manifestOf('oidc'), '--client-id', CLIENT.id, '--client-secret-file', file(`${CLIENT.secret}\n`),
      '--client-auth', 'post', '--allow-http-loopback', '--json');

    expect(ran.code).toBe(0);
  });

  test('for a scope that is not granted is told', async () => {
    const ran = await doctor('--manifest', manifestOf('keycloak'), ...ASK, '--scope', 'lavinmq.read:*/*', '--json');

    expect(rulesIn(ran)).toContain('DOCTOR_SCOPE_MISSING');
  });

  test('for a resource that is no URI is told', async () => {
    const ran = await doctor('--manifest', manifestOf('keycloak'), ...ASK, '--resource', 'messaging', '--json');

    expect(rulesIn(ran)).toContain('DOCTOR_RESOURCE_URI');
  });

  test('is not done without a client, and what is left open is told', async () => {
    const ran = await doctor('--manifest', manifestOf('keycloak'), '--allow-http-loopback', '--json');

    expect(rulesIn(ran)).toEqual([]);
    expect(reportIn(ran).brokers.map((one: any) => [one.decision, one.real])).toEqual(Array(4).fill(['accept', false]));
    expect(ran.code).toBe(3);
  });

  test('never sends anything over plain http where that is refused', async () => {
    const ran = await doctor('--manifest', manifestOf('keycloak'), '--client-id', CLIENT.id, '--client-secret-env', 'DOCTOR_TEST_SECRET', '--json');

    expect(rulesIn(ran)).toContain('DOCTOR_ISSUER_URL');
    expect(reportIn(ran).steps.map(({ step, outcome }: any) => [step, outcome])).toEqual([
      ['issuer', 'problem'], ['discovery document', 'not looked at'], ['key set', 'not looked at'], ['token', 'not looked at'],
    ]);
  });
});
