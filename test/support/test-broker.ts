import { Construct } from 'constructs';
import { BrokerCore } from '../../src/brokers/broker-core';
import { BrokerOAuth, BrokerOAuthProps } from '../../src/brokers/broker-oauth';
import { GrantResult } from '../../src/brokers/grant';
import { IdentityApplication, IIdentityApplication } from '../../src/identity/identity-application';
import { HTTPS_URL, ONE_LINE } from '../../src/rules/condition';
import { KnownReleases } from '../../src/rules/version';
import { TemplateBuilder, VERBATIM } from '../../src/text/template';

/** Settings of a broker that exists only in tests: one file, one line a setting. */
export interface TestSettings {
  readonly issuer: string;
  readonly audience?: string;
  readonly users: readonly string[];
}

const SOURCE = 'tests';

/** The core of the broker that exists only in tests. */
export const TEST_CORE: BrokerCore<TestSettings> = {
  kind: 'test',
  title: 'Test',
  releases: new KnownReleases(['1.0', '2.0']),
  rules: [{
    id: 'TEST_ISSUER', level: 'error', summary: 's', cause: 'c', remedy: 'use https', source: SOURCE,
    check: ({ settings }, report) => {
      report.value('issuer', settings.issuer, HTTPS_URL);
      report.value('issuer', settings.issuer, ONE_LINE);
    },
  }, {
    id: 'TEST_AUDIENCE', level: 'warning', summary: 's', cause: 'c', remedy: 'set it', source: SOURCE,
    check: ({ settings }, report) => settings.audience === undefined && report.broken('audience', { message: 'should be set' }),
  }],
  parseRules: [],
  requirementNames: { issuer: 'issuer', audience: 'audience', keys: 'jwksUri', principal: 'sub' },
  overlapSteps: { audience: ['accept both.', 'drop the old one.'] },
  render: (settings) => [{
    name: 'test.conf',
    text: new TemplateBuilder().text('issuer=').value(settings.issuer, VERBATIM)
      .text(`\naudience=${settings.audience ?? ''}\nusers=${settings.users.join(',')}\n`).build(),
  }],
  parse: (files) => {
    const lines = (files['test.conf'] ?? '').split('\n').map((line) => line.slice(line.indexOf('=') + 1));
    return { settings: { issuer: lines[0], audience: lines[1] || undefined, users: lines[2]?.split(',') ?? [] }, findings: [] };
  },
  merge: (_, __, ours) => ({ text: ours }),
  requirements: (settings) => ({
    issuer: [{ kind: 'exact', value: settings.issuer }],
    audience: settings.audience === undefined ? 'any' : [{ kind: 'exact', value: settings.audience }],
    keys: ['keys'],
    claims: {},
    principal: ['sub'],
  }),
  needs: (settings) => ({
    scopes: undefined,
    introspection: undefined,
    algorithms: ['RS256'],
    plainHttp: 'unwise',
    issuerComparison: 'exact',
    issuer: settings.issuer,
    audiences: [],
    allAudiences: false,
    principal: undefined,
    keyNeedsAlg: undefined,
    keyNeedsUse: undefined,
  }),
};

/** Props of the broker that exists only in tests. */
export interface TestBrokerProps extends BrokerOAuthProps {
  readonly issuer?: string;
  readonly audience?: string;
}

/** A broker that exists only in tests. */
export class TestBroker extends BrokerOAuth {
  private readonly users: string[] = [];

  constructor(scope: Construct, id: string, private readonly own: TestBrokerProps) {
    super(scope, id, own);
  }

  get brokerKind(): string {
    return 'test';
  }

  get _core() {
    return TEST_CORE;
  }

  get _version(): string | undefined {
    return '2.0';
  }

  _settings(): TestSettings {
    return { issuer: this.own.issuer ?? this.identityProvider.issuer, audience: this.own.audience, users: this.users };
  }

  grantPublish(application: IIdentityApplication, destination: string): GrantResult {
    if (!this.users.includes(application.clientId)) {
      this.users.push(application.clientId);
    }
    IdentityApplication._of(application)._demand({ broker: this.node.path, kind: 'subject', value: application.clientId, reason: 'names the user' });
    return this._granted({ broker: this.node.path, clientId: application.clientId, rights: [`publish ${destination}`], scopes: [] });
  }

  grantConsume(application: IIdentityApplication, destination: string): GrantResult {
    return this.grantPublish(application, destination);
  }
}
