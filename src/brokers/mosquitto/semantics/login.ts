import { askAccounts } from './account-login';
import { NOBODY_ACCEPTS, OTHER_PLUGIN, PLUGIN_ORDER, SETTINGS_LOAD } from './facts';
import { ReleaseFacts } from './releases';
import { askTokenPlugin, loadingOf, NO_SESSION, TokenSession } from './token-plugin';
import { PreviewCase } from '../../../preview/case';
import { CASE_SETTINGS, CaseError, caseProblem } from '../../../preview/case-problem';
import { CheckFact, CheckList } from '../../../preview/check';
import { excerpt, excerpts } from '../../../preview/excerpt';
import { PreviewWarning, Verdict } from '../../../preview/result';

/*
 * Plugins are asked in the order of mosquitto.conf; the first that does not defer decides. Whether the token plugin rejects a token that
 * it does not accept, or defers, is not documented. Source: eclipse-mosquitto/mosquitto v2.1.2 src/plugin_basic_auth.c.
 */

/** What becomes of a login from one plugin on. */
export interface Admission {
  /** Whether the client is refused for certain. */
  readonly refuses: boolean;
  /** Which of the plugins that are known decides, as far as one does. */
  readonly by: typeof TOKEN | typeof DYNAMIC_SECURITY | undefined;
  /** Whether the token plugin loads; true where there is none. */
  readonly loads: Verdict;
  readonly session: TokenSession;
  readonly warnings: readonly PreviewWarning[];
  /** Writes the steps. */
  tell(checks: CheckList): void;
}

/** Plugins that are told apart. */
export const TOKEN = 'token';
export const DYNAMIC_SECURITY = 'dynamic-security';

/** The plugins of a case, in order: where none are named, those whose files are given. */
export function pluginsOf(input: PreviewCase): readonly string[] {
  if (input.plugins === undefined) {
    const { settings } = input as Partial<PreviewCase>;
    return [...(settings === undefined ? [] : [TOKEN]), ...(input.dynamicSecurity === undefined ? [] : [DYNAMIC_SECURITY])];
  }
  const twice = input.plugins.find((plugin, index) => input.plugins!.indexOf(plugin) < index);
  if (twice !== undefined) {
    throw new CaseError(caseProblem(CASE_SETTINGS, `plugins names ${excerpt(twice)} twice`));
  }
  return input.plugins;
}

const NO_WARNINGS: readonly PreviewWarning[] = [];

/** Asks the plugins in order, and writes the steps. */
export function judgeLogin(checks: CheckList, input: PreviewCase, plugins: readonly string[], release: ReleaseFacts): Admission {
  checks.pass(PLUGIN_ORDER, plugins.length === 0 ? 'no plugin judges logins' : `asked in this order: ${excerpts(plugins)}`);
  const admission = askFrom(0, { input, plugins, release });
  admission.tell(checks);
  return admission;
}

interface Chain {
  readonly input: PreviewCase;
  readonly plugins: readonly string[];
  readonly release: ReleaseFacts;
}

function askFrom(index: number, chain: Chain): Admission {
  switch (chain.plugins[index]) {
    case undefined:
      return askNobody(chain);
    case TOKEN:
      return askToken(index, chain);
    case DYNAMIC_SECURITY:
      return askDynamicSecurity(index, chain);
    default:
      return andLoading(chain, single('unknown', undefined, OTHER_PLUGIN, `what ${excerpt(chain.plugins[index])} answers is not known`));
  }
}

/** An answer of one step. */
function single(outcome: 'pass' | 'fail' | 'unknown', by: Admission['by'], fact: CheckFact, detail: string): Admission {
  return {
    refuses: outcome === 'fail',
    by,
    loads: true,
    session: NO_SESSION,
    warnings: NO_WARNINGS,
    tell: (checks) => checks[outcome](fact, detail),
  };
}

/** No plugin decides: anonymous clients may be let in, and without any plugin everybody where they are. */
function askNobody({ input, plugins }: Chain): Admission {
  const isAllowed = input.allowAnonymous === true;
  if (plugins.length === 0) {
    return single(isAllowed ? 'pass' : 'fail', undefined, NOBODY_ACCEPTS, `allow_anonymous is ${isAllowed}, and there is no plugin`);
  }
  const isAnonymous = input.username === undefined;
  const detail = isAnonymous ? `all defer, there is no user name, allow_anonymous is ${isAllowed}` : 'all defer, and there is a user name';
  return single(isAnonymous && isAllowed ? 'pass' : 'fail', undefined, NOBODY_ACCEPTS, detail);
}

const NOT_LOADED = 'the plugin may not be there to judge it';
const MAY_DEFER = 'whether the token plugin rejects or leaves it to the next plugin is not documented';

function askToken(index: number, chain: Chain): Admission {
  const { steps, loads, session, warnings } = askTokenPlugin(chain.input, chain.release);
  const answer = { refuses: false, by: TOKEN, loads, session, warnings } as const;
  if (loads !== true) {
    return { ...answer, tell: (checks) => steps.tell(checks, NOT_LOADED) };
  }
  if (!steps.failed) {
    return { ...answer, tell: (checks) => steps.tell(checks) };
  }
  const rest = askFrom(index + 1, chain);
  if (rest.refuses) {
    return { ...answer, refuses: true, tell: (checks) => steps.tell(checks) };
  }
  return {
    ...rest,
    warnings,
    tell(checks) {
      steps.tell(checks, MAY_DEFER);
      rest.tell(checks);
    },
  };
}

/** An answer behind which the token plugin is not asked: whether that loads matters all the same, since the broker may not run without it. */
function andLoading({ input, plugins, release }: Chain, answer: Admission): Admission {
  const { settings } = input as Partial<PreviewCase>;
  if (settings === undefined || !plugins.includes(TOKEN)) {
    return answer;
  }
  const { verdict, detail } = loadingOf(input, release);
  return verdict === true ? answer : {
    ...answer,
    loads: verdict,
    tell(checks) {
      checks.unknown(SETTINGS_LOAD, detail);
      answer.tell(checks);
    },
  };
}

function askDynamicSecurity(index: number, chain: Chain): Admission {
  const { says, fact, detail } = askAccounts(chain.input, chain.release.bases);
  if (says === 'accept' || says === 'reject') {
    return andLoading(chain, single(says === 'accept' ? 'pass' : 'fail', DYNAMIC_SECURITY, fact, detail));
  }
  if (says === 'unknown') {
    return andLoading(chain, single('unknown', DYNAMIC_SECURITY, fact, detail));
  }
  const rest = askFrom(index + 1, chain);
  return {
    ...rest,
    tell(checks) {
      if (says === 'split') {
        checks.unknown(fact, detail);
      } else {
        checks.pass(fact, detail);
      }
      rest.tell(checks);
    },
  };
}
