import { Construct } from 'constructs';
import { PropCase } from './support/prop-case';
import { describeHostile } from './support/suite';
import { LavinMqOAuth } from '../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqOAuthProps } from '../../src/brokers/lavinmq/lavinmq-oauth-props';
import { LavinMqTarget } from '../../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../../src/brokers/lavinmq/version';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';

type Props = Partial<LavinMqOAuthProps>;

const BASE = { brokerVersion: LavinMqVersion.V2_9_1, audience: 'messaging', resourceServerId: 'lavinmq' };

function broker(scope: Construct, props: Props, issuer = 'https://sso.example.com'): void {
  const identityProvider = new OidcIdentityProvider(scope, 'Sso', { issuer, jwksUri: 'https://sso.example.com/keys' });
  new LavinMqOAuth(scope, 'Broker', { identityProvider, target: LavinMqTarget.selfHosted(), ...BASE, ...props });
}

const sso = (props: Props): Props => ({ clientId: 'ui', mgmtBaseUrl: 'https://ui.example.com', ...props });

interface Setting {
  readonly prop: string;
  readonly props: (text: string, list: string[]) => Props;
  readonly more?: Partial<PropCase>;
}

const SETTINGS: readonly Setting[] = [
  { prop: 'audience', props: (audience) => ({ audience }) },
  { prop: 'resourceServerId', props: (resourceServerId) => ({ resourceServerId }) },
  { prop: 'scopePrefix', props: (scopePrefix) => ({ scopePrefix }) },
  { prop: 'preferredUsernameClaims', props: (_, preferredUsernameClaims) => ({ preferredUsernameClaims }), more: { isList: true, separator: /,/ } },
  { prop: 'additionalScopesKeys', props: (_, additionalScopesKeys) => ({ additionalScopesKeys }), more: { isList: true, separator: /,/ } },
  { prop: 'clientId', props: (clientId) => sso({ clientId }) },
  { prop: 'mgmtScopes', props: (_, mgmtScopes) => sso({ mgmtScopes }), more: { isList: true, separator: /\s/ } },
];

const ISSUER: PropCase = { prop: 'issuer', build: (scope, text) => broker(scope, {}, text), around: ['https://sso.example.com/', '/x'], benign: 'https://zqmarkerqz.example.com' };

describeHostile('lavinmq.ini', [
  ISSUER,
  ...SETTINGS.map(({ prop, props, more }): PropCase => ({ prop, build: (scope, text, list) => broker(scope, props(text, list)), ...more })),
  {
    prop: 'mgmtBaseUrl', around: ['https://ui.example.com/', '/x'], benign: 'https://zqmarkerqz.example.com',
    build: (scope, mgmtBaseUrl) => broker(scope, sso({ mgmtBaseUrl })),
  },
]);

const cloud = (options: Partial<Parameters<typeof LavinMqTarget.cloudAmqp>[0]> = {}): Props => ({ target: LavinMqTarget.cloudAmqp({ instanceId: '1234', ...options }) });

describeHostile('cloudamqp_oauth2_configuration', [
  { ...ISSUER, build: (scope, text) => broker(scope, cloud(), text) },
  ...SETTINGS.map(({ prop, props, more }): PropCase => ({
    prop, ...more,
    build: (scope, text, list) => {
      const { mgmtBaseUrl: _mgmtBaseUrl, ...own } = props(text, list);
      broker(scope, { ...cloud(), ...own });
    },
  })),
  { prop: 'instanceId', benign: '987654321', build: (scope, instanceId) => broker(scope, cloud({ instanceId })) },
]);
