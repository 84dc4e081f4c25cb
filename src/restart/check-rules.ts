import { judgeShape } from './shape';
import { LOGIN } from './spec/logins';
import { PROBE } from './spec/probes';
import { TOKEN_SOURCE } from './spec/token-source';
import { Rule } from '../rules/rule';

/** What the rule of probes, logins and tokens looks at. */
export interface Checked {
  readonly nodes: readonly { readonly probes: readonly unknown[]; readonly logins?: readonly unknown[] }[];
  /** Where the tokens of the smoke test come from, by the prop that says so. */
  readonly tokens?: { readonly [prop: string]: unknown };
}

export const RESTART_CHECK_OPTIONS: Rule<Checked> = {
  id: 'RESTART_CHECK_OPTIONS',
  level: 'error',
  summary: 'Every probe, login and token is described as the engine understands it.',
  cause: 'The engine refuses a spec that it does not understand, at apply, when the plan is long approved: a log file without `startedBy`, two user names, '
    + 'a token endpoint over plain http.',
  remedy: 'mend the option that is named',
  source: 'docs/rolling-restart.md',
  check: ({ nodes, tokens = {} }, report) => {
    const described = [
      ...nodes.flatMap(({ probes, logins = [] }, index) => [
        ...probes.map((value, at) => ({ path: `nodes[${index}].probes[${at}]`, value, shape: PROBE })),
        ...logins.map((value, at) => ({ path: `nodes[${index}].logins[${at}]`, value, shape: LOGIN })),
      ]),
      ...Object.entries(tokens).map(([path, value]) => ({ path, value, shape: TOKEN_SOURCE })),
    ];
    described.filter(({ value }) => value !== undefined).forEach(({ path, value, shape }) => judgeShape(shape, value, path, report));
  },
};
