import { TokenNeeds } from '../../src/brokers/token-needs';
import { oidcEndpoints } from '../../src/identity/endpoints';
import { FitSubject } from '../../src/identity/fit-rules';
import { oidcProfile } from '../../src/identity/profiles';
import { IdentityProviderKind } from '../../src/identity/provider-kind';
import { ProviderModel } from '../../src/identity/provider-model';
import { TokenProfile } from '../../src/identity/token-profile';
import { evaluate, Rule } from '../../src/rules/rule';

/** A value that Terraform knows only at apply. */
export const TOKEN = '${TfToken[TOKEN.1]}';
export const OTHER_TOKEN = '${TfToken[TOKEN.2]}';

/** What a rule said, short enough to compare: messages, preconditions with their expectation, deferred paths. */
export interface Verdict {
  readonly broken: readonly string[];
  readonly atApply: readonly string[];
  readonly deferred: readonly string[];
}

export const PASSED: Verdict = { broken: [], atApply: [], deferred: [] };

/** Judges by one rule. */
export function judge<Subject>(rule: Rule<Subject>, subject: Subject): Verdict {
  const evaluation = evaluate([rule], subject);
  return {
    broken: evaluation.findings.map((found) => `${found.path} ${found.message}`),
    atApply: evaluation.preconditions.map((found) => `${found.path}: ${found.condition.hcl('x')}`),
    deferred: evaluation.deferred.map((found) => found.path),
  };
}

export function broken(...messages: string[]): Verdict {
  return { ...PASSED, broken: messages };
}

export function atApply(...preconditions: string[]): Verdict {
  return { ...PASSED, atApply: preconditions };
}

/** A precondition whose expression is too long to spell out. */
export function atApplyWith(part: string): Verdict {
  return { ...PASSED, atApply: [expect.stringContaining(part) as unknown as string] };
}

export function deferred(...paths: string[]): Verdict {
  return { ...PASSED, deferred: paths };
}

/** A provider that nothing is wrong with. */
export function provider(part: Partial<ProviderModel> = {}, profile: Partial<TokenProfile> = {}): ProviderModel {
  return {
    kind: IdentityProviderKind.OIDC,
    ...oidcEndpoints({
      issuer: 'https://id.example.com',
      jwksUri: 'https://id.example.com/keys',
      introspectionEndpoint: 'https://id.example.com/introspect',
    }),
    ...part,
    profile: { ...oidcProfile({ audiences: ['messaging'] }), ...profile },
  };
}

/** A broker that such a provider satisfies. */
export const NEEDS: TokenNeeds = {
  scopes: { claims: ['scope'], arrayReadIn: [], arrayRejectsTokenIn: [] },
  introspection: undefined,
  algorithms: ['RS256'],
  plainHttp: 'unwise',
  issuerComparison: 'exact',
  issuer: 'https://id.example.com',
  audiences: ['messaging'],
  allAudiences: false,
  principal: undefined,
  keyNeedsAlg: false,
  keyNeedsUse: false,
};

/** A broker and a provider that fit, but for what is given. */
export function fit(part: Partial<FitSubject> & { readonly needs?: TokenNeeds } = {}): FitSubject {
  return { provider: provider(), needs: NEEDS, applications: [], ...part };
}

export function needs(part: Partial<TokenNeeds>): TokenNeeds {
  return { ...NEEDS, ...part };
}

/** The cases of one rule: every rule has all three kinds. */
export interface RuleCases<Subject> {
  readonly fails: readonly (readonly [subject: Subject, ...messages: string[]])[];
  readonly passes: readonly Subject[];
  /** What becomes of values that Terraform knows only at apply. */
  readonly unresolved: readonly (readonly [subject: Subject, verdict: Verdict])[];
}

/** Tests one rule by its cases. */
export function testRule<Subject>(rule: Rule<Subject>, cases: RuleCases<Subject>): void {
  describe(rule.id, () => {
    test.each(cases.fails.map(([subject, ...messages]) => ({ subject, messages })))('fails: $messages', ({ subject, messages }) => {
      expect(messages.length).toBeGreaterThan(0);
      expect(judge(rule, subject)).toEqual(broken(...messages));
    });
    test.each(cases.passes.map((subject, index) => ({ subject, index })))('passes $index', ({ subject }) => {
      expect(judge(rule, subject)).toEqual(PASSED);
    });
    test.each(cases.unresolved.map(([subject, verdict]) => ({ subject, verdict })))('known only at apply: $verdict', ({ subject, verdict }) => {
      expect(judge(rule, subject)).toEqual(verdict);
    });
  });
}

/** Tests every rule of a list by cases under its id; a rule without cases, or cases without a rule, is an error. */
export function testRules<Subject>(rules: readonly Rule<Subject>[], cases: { readonly [id: string]: RuleCases<Subject> }): void {
  test('every rule has cases', () => {
    expect(Object.keys(cases).sort()).toEqual(rules.map(({ id }) => id).sort());
    for (const { fails, passes, unresolved } of Object.values(cases)) {
      expect(Math.min(fails.length, passes.length, unresolved.length)).toBeGreaterThan(0);
    }
  });
  for (const rule of rules.filter(({ id }) => id in cases)) {
    testRule(rule, cases[rule.id]);
  }
}
