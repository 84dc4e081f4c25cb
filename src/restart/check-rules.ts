import { LOGIN } from './spec/logins';
import { PROBE } from './spec/probes';
import { TOKEN_SOURCE } from './spec/token-source';
import { Rule } from '../rules/rule';
import { isUnresolved, Value } from '../text/unresolved';

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
    for (const { path, value, shape } of described.filter(({ value: given }) => given !== undefined)) {
      if (holdsUnresolved(value)) {
        report.deferred(path);
        continue;
      }
      for (const issue of shape.safeParse(withoutAbsent(value)).error?.issues ?? []) {
        report.broken([path, ...issue.path].join('.'), { message: issue.message });
      }
    }
  },
};

function holdsUnresolved(value: unknown): boolean {
  return value !== null && typeof value === 'object' ? Object.values(value).some(holdsUnresolved) : isUnresolved(value as Value | undefined);
}

/** As JSON carries it to the engine. */
function withoutAbsent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
