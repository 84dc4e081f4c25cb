import * as fs from 'node:fs';
import * as path from 'node:path';
import { briefly, GOOD_CLOUDAMQP } from './support/settings';
import { cloudAmqpForm } from '../../../src/brokers/lavinmq/cloud-amqp';
import { CLOUDAMQP_ATTRIBUTES, DISABLE_BASIC_AUTH } from '../../../src/brokers/lavinmq/cloud-amqp-attributes';
import { LavinMqSettings } from '../../../src/brokers/lavinmq/settings';

test('settings become attributes of the resource', () => {
  const settings: LavinMqSettings = {
    ...GOOD_CLOUDAMQP,
    preferredUsernameClaims: ['azp'],
    additionalScopesKeys: ['permissions'],
    scopePrefix: 'mq.',
    clientId: 'ui',
    mgmtScopes: ['openid'],
    cloudAmqp: { disableBasicAuth: true },
  };
  const { attributes, findings } = cloudAmqpForm(settings);
  expect(attributes).toEqual({
    resource_server_id: 'lavinmq',
    issuer: 'https://sso.example.com/realms/messaging',
    preferred_username_claims: ['azp'],
    additional_scopes_key: ['permissions'],
    scope_prefix: 'mq.',
    verify_aud: true,
    oauth_client_id: 'ui',
    oauth_scopes: ['openid'],
    audience: 'messaging',
    disable_basic_auth: true,
  });
  expect(briefly(findings)).toEqual(['LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY target']);
});

test('verify_aud is explicit either way', () => {
  expect(cloudAmqpForm(GOOD_CLOUDAMQP).attributes.verify_aud).toBe(true);
  expect(cloudAmqpForm({ ...GOOD_CLOUDAMQP, verifyAud: false }).attributes.verify_aud).toBe(false);
});

test('what cannot be expressed is found, also in settings made for self-hosted nodes', () => {
  const { findings } = cloudAmqpForm({ issuer: 'http://idp', authBackends: ['oauth'], jwksCacheTtlSeconds: 60 });
  expect(briefly(findings)).toEqual([
    'LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY target', 'LAVINMQ_ISSUER_HTTPS issuer', 'LAVINMQ_CLOUDAMQP_UNSUPPORTED authBackends',
    'LAVINMQ_CLOUDAMQP_UNSUPPORTED jwksCacheTtlSeconds', 'LAVINMQ_CLOUDAMQP_RESOURCE_SERVER_ID resourceServerId',
  ]);
});

const DATA = path.resolve(__dirname, '../../../../shared/data');
const describeData = fs.existsSync(DATA) ? describe : describe.skip;

describeData(`against the provider (skipped where ${DATA} is absent)`, () => {
  test('every attribute exists in the provider\'s schema with the type we give it', () => {
    const schema = JSON.parse(fs.readFileSync(path.join(DATA, 'provider-schemas/cloudamqp.json'), 'utf8'));
    const { attributes } = schema.resource_schemas.cloudamqp_oauth2_configuration.block;
    const types = { string: 'string', list: ['list', 'string'], bool: 'bool' };
    for (const { attribute, type } of [...CLOUDAMQP_ATTRIBUTES, { attribute: DISABLE_BASIC_AUTH, type: 'bool' as const }]) {
      expect({ attribute, type: attributes[attribute]?.type }).toEqual({ attribute, type: types[type] });
    }
  });

  test('leaving verify_aud out is what sends false', () => {
    const recordings = JSON.parse(fs.readFileSync(path.join(DATA, 'cloudamqp-recordings/oauth2-configuration.json'), 'utf8')).recordings;
    const minimal = recordings.find((found: any) => found.recording === 'TestAccOAuth2Configuration_MinimalConfig');
    expect(JSON.parse(minimal.interactions[0].requestBody)).toEqual({
      resource_server_id: 'test-resource-server', issuer: 'https://test-issuer.example.com', verify_aud: false,
    });
  });
});
