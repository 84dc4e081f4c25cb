import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as Cdktf from 'cdktf';
import { IdentityApplication } from '../../src/identity/identity-application';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { parseManifest } from '../../src/manifest/manifest';
import { CDKS, resource, resourcesOf, synthesize } from '../support/cdks';
import { temporaryFolder } from '../support/folders';
import { apply, describeWithTerraform, stateResources, terraform } from '../support/terraform';
import { TestBroker, TestBrokerProps } from '../support/test-broker';

function providerIn(stack: Cdktf.TerraformStack, issuer = 'https://sso.example.com') {
  return new OidcIdentityProvider(stack, 'Sso', { issuer, jwksUri: 'https://sso.example.com/keys' });
}

function brokerIn(stack: Cdktf.TerraformStack, props: Partial<TestBrokerProps> = {}) {
  return new TestBroker(stack, 'Broker', { identityProvider: providerIn(stack), audience: 'messaging', ...props });
}

function manifestIn(directory: string) {
  const read = parseManifest(fs.readFileSync(path.join(directory, 'broker-oauth', 'manifest.json'), 'utf8'));
  if ('problem' in read) {
    throw new Error(read.problem);
  }
  return read.manifest;
}

describe.each(CDKS)('a broker under %s', (cdkName) => {
  test('carries its files as the input of one terraform_data and writes them beside the stack', () => {
    const { json, directory } = synthesize(cdkName, (stack) => {
      const broker = brokerIn(stack);
      const application = IdentityApplication.fromClientId(stack, 'App', { identityProvider: broker.identityProvider, clientId: 'orders' });
      broker.grantPublish(application, 'a');
    });
    const text = 'issuer=https://sso.example.com\naudience=messaging\nusers=orders\n';
    expect(resourcesOf(json, 'terraform_data')).toEqual({ Broker_Settings_B0CAE941: { input: { 'test.conf': text } } });
    expect(fs.readFileSync(path.join(directory, 'broker-oauth', 'Broker', 'test.conf'), 'utf8')).toBe(text);
  });

  test('asked twice grants once', () => {
    const { directory } = synthesize(cdkName, (stack) => {
      const broker = brokerIn(stack);
      const application = IdentityApplication.fromClientId(stack, 'App', { identityProvider: broker.identityProvider, clientId: 'orders' });
      expect(broker.grantPublish(application, 'a')).toEqual(broker.grantPublish(application, 'a'));
    });
    expect(manifestIn(directory).brokers[0].grants).toEqual([{ broker: 'Stack/Broker', clientId: 'orders', rights: ['publish a'], scopes: [] }]);
  });

  test('puts a gate with preconditions in front of settings that are known only at apply', () => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      const issuer = new cdk.TerraformVariable(stack, 'issuer', { type: 'string' });
      brokerIn(stack, { issuer: issuer.stringValue });
    });
    const gate = resource(json, 'terraform_data', 'Gate');
    expect(gate.lifecycle.precondition[0]).toEqual({
      condition: '${startswith(local.Broker_Values_3511786E[0], "https://")}',
      error_message: 'Stack/Broker: issuer must be a URL that starts with https://; use https [TEST_ISSUER]',
    });
    const settings = resource(json, 'terraform_data', 'Settings');
    expect(settings.depends_on).toEqual([expect.stringMatching(/^terraform_data\.Broker_Gate_/)]);
    expect(settings.input['test.conf']).toMatch(/^issuer=\$\{local\.Broker_Values_3511786E\[0\]\}\naudience=/);
    expect(json.locals).toEqual({ Broker_Values_3511786E: ['${var.issuer}'] });
  });

  test('lets the gate judge what the identity provider and applications leave to apply', () => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      const keys = new cdk.TerraformVariable(stack, 'keys', { type: 'string' });
      const id = new cdk.TerraformVariable(stack, 'id', { type: 'string' });
      const provider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: keys.stringValue });
      const broker = new TestBroker(stack, 'Broker', { identityProvider: provider, audience: 'messaging' });
      broker.grantPublish(IdentityApplication.fromClientId(stack, 'App', { identityProvider: provider, clientId: id.stringValue }), 'a');
    });
    const told = resource(json, 'terraform_data', 'Gate').lifecycle.precondition.map((found: any) => found.error_message).join('\n');
    expect(told).toContain('[IDENTITY_ENDPOINT_URL]');
    expect(told).toContain('[IDENTITY_CLIENT_ID]');
  });

  test('refuses rights for an application of another identity provider', () => {
    expect(() => synthesize(cdkName, (stack) => {
      const broker = brokerIn(stack);
      const other = new OidcIdentityProvider(stack, 'Other', { issuer: 'https://other.example.com', jwksUri: 'https://other.example.com/keys' });
      broker.grantPublish(IdentityApplication.fromClientId(stack, 'App', { identityProvider: other, clientId: 'orders' }), 'a');
    })).toThrow('Stack/Broker: grants[Stack/App] must be registered at Stack/Sso, got "Stack/Other"; ');
  });

  test('warns by annotation until the rule is acknowledged', () => {
    const messages = (acknowledge: string[]) => synthesize(cdkName, (stack) => {
      brokerIn(stack, { audience: undefined, acknowledge });
    }).annotations.map((annotation) => annotation.message);
    expect(messages([])).toEqual(['audience should be set; set it [TEST_AUDIENCE]']);
  });

  test('refuses to acknowledge what is no rule', () => {
    expect(() => synthesize(cdkName, (stack) => {
      brokerIn(stack, { acknowledge: ['TEST_AUDIENSE'] });
    })).toThrow('Stack/Broker: acknowledge[0] must be the id of a rule, got "TEST_AUDIENSE"; use an id from RULES.md [ACKNOWLEDGED_RULE_UNKNOWN]');
  });

  test('tells the mistakes of every construct in one error', () => {
    expect(() => synthesize(cdkName, (stack) => {
      const provider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com?x', jwksUri: 'keys' });
      new TestBroker(stack, 'One', { identityProvider: provider, audience: 'a', issuer: 'http://one' });
      new TestBroker(stack, 'Two', { identityProvider: provider, audience: 'a\0', issuer: 'ftp://two', acknowledge: ['X'] });
    })).toThrow(/^\d+ problems found:(\n {2}Stack\/(Sso|One|Two): .* \[[A-Z0-9_]+\])+$/);
  });

  test('lists a NUL and a lone surrogate as errors', () => {
    expect(() => synthesize(cdkName, (stack) => {
      brokerIn(stack, { audience: 'a\0b\ud800' });
    })).toThrow(/\[TEXT_NUL\]\n.*\[TEXT_LONE_SURROGATE\]/);
  });
});

describe.each(CDKS)('a previous manifest under %s', (cdkName) => {
  const before = (audience: string): string => {
    const { directory } = synthesize(cdkName, (stack) => {
      brokerIn(stack, { audience });
    });
    const kept = path.join(temporaryFolder(), 'manifest.json');
    fs.copyFileSync(path.join(directory, 'broker-oauth', 'manifest.json'), kept);
    return kept;
  };
  const now = (previousManifest: string, props: Partial<TestBrokerProps> = {}) => () => synthesize(cdkName, (stack) => {
    brokerIn(stack, { previousManifest, audience: 'new', ...props });
  });

  test('shows a change that locks today\'s tokens out, with the steps that avoid it', () => {
    expect(now(before('old'))).toThrow('Stack/Broker: audience changes the audience that tokens need, '
      + 'from "old" to "new" (without a lockout: 1. accept both. 2. drop the old one.); ');
  });

  test.each<[string, Partial<TestBrokerProps>]>([
    ['the lockout is accepted', { acceptLockout: true }],
    ['a token is named that is good before and after', { overlapTokenVariable: 'TOKEN' }],
    ['the audience stays', { audience: 'old' }],
  ])('lets the change pass when %s', (_, props) => {
    expect(now(before('old'), props)).not.toThrow();
  });

  test('that cannot be read is an error', () => {
    expect(now('/no/such/file')).toThrow(/previousManifest cannot be read \(ENOENT\), got "\/no\/such\/file".*\[PREVIOUS_MANIFEST_UNREADABLE\]/);
    const other = path.join(temporaryFolder(), 'other.json');
    fs.writeFileSync(other, '{"manifestVersion":2}');
    expect(now(other)).toThrow(/is not a manifest of version 1: manifestVersion/);
    expect(now(other, { acceptLockout: true })).not.toThrow();
  });

  test('whose texts were known only at apply cannot be compared', () => {
    const { directory } = synthesize(cdkName, (stack, cdk) => {
      brokerIn(stack, { issuer: new cdk.TerraformVariable(stack, 'issuer', { type: 'string' }).stringValue });
    });
    const manifest = path.join(directory, 'broker-oauth', 'manifest.json');
    expect(now(manifest)).toThrow(/previousManifest holds values that were known only at apply, in test\.conf/);
  });
});

describe.each(CDKS)('the manifest under %s', (cdkName) => {
  test('tells expressions for what is known only at apply, and which texts are known', () => {
    const { directory } = synthesize(cdkName, (stack, cdk) => {
      const issuer = new cdk.TerraformVariable(stack, 'issuer', { type: 'string' });
      brokerIn(stack, { issuer: issuer.stringValue });
    });
    const [broker] = manifestIn(directory).brokers;
    expect(broker.files).toEqual([{ name: 'test.conf', text: 'issuer=${var.issuer}\naudience=messaging\nusers=\n', known: false }]);
    expect(broker.preconditions.map(({ rule }) => rule)).toContain('TEST_ISSUER');
    expect(manifestIn(directory).identityProviders).toEqual([
      { path: 'Stack/Sso', kind: 'oidc', issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' },
    ]);
  });
});

describeWithTerraform('a value known only at apply', () => {
  const synthesized = () => synthesize('cdktf', (stack, cdk) => {
    const issuer = new cdk.TerraformVariable(stack, 'issuer', { type: 'string' });
    brokerIn(stack, { issuer: issuer.stringValue });
  }).directory;

  test('reaches the file', () => {
    const state = stateResources(apply(synthesized(), { TF_VAR_issuer: 'https://sso.example.com' }));
    const settings = Object.entries<any>(state).find(([address]) => address.includes('Settings'))![1];
    expect(settings.input['test.conf']).toBe('issuer=https://sso.example.com\naudience=messaging\nusers=\n');
  });

  test.each([
    ['breaks a rule', 'http://apply.example.com', 'TEST_ISSUER'],
    ['would start a new line', 'https://a\nusers=evil', 'TEST_ISSUER'],
  ])('that %s is stopped by the gate before anything is written', (_, issuer, rule) => {
    const directory = synthesized();
    terraform(directory, ['init', '-no-color']);
    expect(() => terraform(directory, ['plan', '-no-color'], { TF_VAR_issuer: issuer })).toThrow(rule);
  });
});
