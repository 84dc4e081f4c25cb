import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fit, needs, provider, TOKEN } from './support';
import { APPLICATION_RULES } from '../../src/identity/application-rules';
import { AUTH0_RULES } from '../../src/identity/auth0-rules';
import { ENTRA_RULES } from '../../src/identity/entra-rules';
import { FIT_RULES } from '../../src/identity/fit-rules';
import { TOLD_PROVIDER_RULES } from '../../src/identity/identity-rules';
import { KEYCLOAK_RULES } from '../../src/identity/keycloak-rules';
import { OKTA_RULES } from '../../src/identity/okta-rules';
import { auth0Profile, entraProfile, oktaProfile, uaaProfile } from '../../src/identity/profiles';
import { EntraTokenVersion } from '../../src/identity/provider-kind';
import { TokenProfile } from '../../src/identity/token-profile';
import { UAA_RULES } from '../../src/identity/uaa-rules';
import { Condition } from '../../src/rules/condition';
import { evaluate, Precondition } from '../../src/rules/rule';
import { Value } from '../../src/text/unresolved';
import { apply, describeWithTerraform } from '../support/terraform';

const LIST_TOKEN = '#{TfToken[TOKEN.3]}';

const TEXTS = [
  '', ' ', 'a', 'a b', 'a"b', 'a\\b', 'a/b', 'a.b', '.a', 'a<b>', 'ä', 'orders', 'email', 'okta.x', 'common', 'messaging', 'RS256',
  '11111111-2222-3333-4444-555555555555', 'a'.repeat(121), 'a'.repeat(601), '!#$%&\'()*+,-./:;<=>?@[]^_`{|}~', '${x}', 'a:b', '1:b', '26.6.2', '26.x',
  'example.auth0.com', 'https://id.example.com', 'https://id.example.com/', 'http://[::1]:8080/a', 'https://id.example.com/realms/messaging',
  'https://id.example.com/oauth2/aus1', 'https://id.example.com/oauth/token', 'https://id.example.com/keys?appid=1', 'https://id.example.com/#x',
  'https://login.microsoftonline.com/{tenantid}/v2.0', 'two\nlines',
];
const LISTS = [[], ['a'], ['a', 'b'], ['b', 'c'], ['a', 'b', 'c'], ['a/']];

const profiles: readonly TokenProfile[] = [oktaProfile({}), auth0Profile({}), entraProfile({ tokenVersion: EntraTokenVersion.V2 }), uaaProfile()];
const scope = { broker: 'B', kind: 'scope', value: TOKEN, reason: 'r' } as const;
const audience = (issued: readonly string[], audiences: readonly string[], allAudiences: boolean) => fit({
  provider: provider({}, { audience: { setBy: 'unknown', several: true, present: true, freeChoice: true, issued, values: { pattern: '[^/]$', expects: 'x' } } }),
  needs: needs({ audiences, allAudiences }),
});

/** Every precondition of this room, of rules given nothing but unknown values. */
const PRECONDITIONS: readonly Precondition[] = [
  evaluate(KEYCLOAK_RULES, { baseUrl: TOKEN, realm: TOKEN, version: TOKEN }),
  evaluate(KEYCLOAK_RULES, { baseUrl: TOKEN, realm: 'messaging', issuer: TOKEN }),
  evaluate(OKTA_RULES, { orgUrl: TOKEN, authorizationServerId: TOKEN }),
  evaluate(OKTA_RULES, { issuer: TOKEN }),
  evaluate(AUTH0_RULES, { domain: TOKEN }),
  evaluate(ENTRA_RULES, { tenantId: TOKEN, tokenVersion: EntraTokenVersion.V2, apiClientId: TOKEN }),
  evaluate(UAA_RULES, { url: TOKEN }),
  ...[true, false].map((issuerEndsInSlash) =>
    evaluate(TOLD_PROVIDER_RULES, provider({ issuer: TOKEN, jwksUri: TOKEN }, { issuerEndsInSlash, defaultAlgorithm: TOKEN }))),
  ...profiles.map((profile) => evaluate(APPLICATION_RULES, { provider: provider({}, profile), clientId: TOKEN, subject: TOKEN, demands: [scope] })),
  evaluate(FIT_RULES, fit({ provider: provider({ issuer: TOKEN, jwksUri: TOKEN }), needs: needs({ plainHttp: 'refused' }) })),
  ...[true, false].flatMap((all) => [
    evaluate(FIT_RULES, audience([LIST_TOKEN], ['a', 'b'], all)),
    evaluate(FIT_RULES, audience(['a', 'b'], [LIST_TOKEN], all)),
    evaluate(FIT_RULES, audience(['a'], [TOKEN], all)),
  ]),
].flatMap(({ preconditions }) => preconditions);

interface Question {
  readonly condition: Condition;
  readonly value: Value;
}

function questions(): readonly Question[] {
  const unique = new Map(PRECONDITIONS.map((found) => [`${found.condition.hcl('x')} ${Array.isArray(found.value)}`, found]));
  return [...unique.values()].flatMap(({ condition, value }) =>
    (Array.isArray(value) ? LISTS : TEXTS).map((sample: Value) => ({ condition, value: sample })));
}

test('the preconditions of this room are many', () => {
  expect(new Set(PRECONDITIONS.map(({ rule }) => rule)).size).toBeGreaterThan(20);
});

describeWithTerraform('Terraform', () => {
  test('judges every value as synthesis does', () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-conditions-'));
    const asked = questions();
    // Values come from a file of variables, which Terraform does not take for templates.
    fs.writeFileSync(path.join(directory, 'terraform.tfvars.json'), JSON.stringify({ values: asked.map(({ value }) => value) }));
    fs.writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify({
      variable: { values: { type: 'any' } },
      output: { answers: { value: asked.map(({ condition }, index) => `\${${condition.hcl(`var.values[${index}]`)}}`) } },
    }));

    const answers = apply(directory).values.outputs.answers.value;
    fs.rmSync(directory, { recursive: true, force: true });

    const differing = asked.filter(({ condition, value }, index) => answers[index] !== condition.test(value));
    expect(differing.map(({ condition, value }) => `${condition.expects}: ${JSON.stringify(value)}`)).toEqual([]);
  }, 120000);
});
