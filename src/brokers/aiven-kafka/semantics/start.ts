import { PreviewCase } from '../../../preview/case';
import { CheckFact, CheckOutcome } from '../../../preview/check';
import { excerpt } from '../../../preview/excerpt';
import { Verdict } from '../../../preview/result';
import { MOVED_VALIDATOR_HANDLER, VALIDATOR_HANDLER } from '../vocabulary';
import { allowedUrls, BrokerSettings } from './broker-settings';
import { START_ALLOWED_URLS, START_CLAIM_NAMES, START_EXPECTATIONS, START_HANDLER, START_JWKS_URL, START_VALUES } from './facts';
import { HANDLER, JWKS_URL, SCOPE_CLAIM, SUB_CLAIM, VALIDATOR_CLASS } from './setting-names';
import { TypedSettings, typedSettings } from './typed-settings';
import { Demands, isDefaultValidator, since, ValidatorKind, validatorKind } from './validator';

/*
 * What a broker makes of its settings when it starts. It does not depend on the token, so it is worked out once.
 */

/** One step of the start. */
export interface StartStep {
  readonly fact: CheckFact;
  readonly outcome: CheckOutcome;
  readonly detail: string;
}

/** What came of the start, the key set aside. */
export interface Start {
  readonly steps: readonly StartStep[];
  /** False where the broker does not start, `unknown` where that is not known and no more can be said. */
  readonly loads: Verdict;
  readonly validator: ValidatorKind;
  readonly demands: Demands;
  readonly typed: TypedSettings;
}

export type Target = NonNullable<PreviewCase['target']>;

/** A broker about to start. */
interface Starting {
  readonly settings: BrokerSettings;
  readonly release: string;
  readonly target: Target;
  readonly typed: TypedSettings;
  readonly kind: ValidatorKind;
}

type Step = (starting: Starting) => StartStep | undefined;

const starts = new WeakMap<BrokerSettings, Map<string, Start>>();

/** What these settings come to, worked out once for each release and target. */
export function startOf(settings: BrokerSettings, release: string, target: Target): Start {
  let known = starts.get(settings);
  if (known === undefined) {
    known = new Map();
    starts.set(settings, known);
  }
  const key = `${release} ${target}`;
  const start = known.get(key) ?? begin(settings, release, target);
  known.set(key, start);
  return start;
}

function begin(settings: BrokerSettings, release: string, target: Target): Start {
  const typed = typedSettings(settings.values, release);
  const kind = validatorKind(release, settings.values.get(VALIDATOR_CLASS), settings.values.has(JWKS_URL));
  const starting = { settings, release, target, typed, kind };
  const steps: StartStep[] = [];
  for (const step of stepsOf(starting)) {
    const found = step(starting);
    if (found !== undefined) {
      steps.push(found);
    }
    if (found?.outcome === 'fail') {
      break;
    }
  }
  return {
    steps,
    loads: loadsOf(steps),
    validator: kind,
    typed,
    demands: {
      issuer: typed.issuer,
      audience: typed.audience.length === 0 ? undefined : new Set(typed.audience),
      anyAudience: since(release, '4.4.0') && typed.allowAnyAudience,
      subClaim: settings.values.get(SUB_CLAIM) ?? 'sub',
      scopeClaim: settings.values.get(SCOPE_CLAIM) ?? 'scope',
      skewSeconds: typed.skewSeconds,
    },
  };
}

function loadsOf(steps: readonly StartStep[]): Verdict {
  const outcomes = steps.map(({ outcome }) => outcome);
  return outcomes.includes('fail') ? false : outcomes.includes('unknown') ? 'unknown' : true;
}

/** In 3.9 and 4.0 the key set comes before the claims. */
function stepsOf({ kind, release, settings, target }: Starting): readonly Step[] {
  if (target === 'aiven' && !settings.values.has(JWKS_URL)) {
    // Without the URL Aiven does not offer the mechanism, so nothing of it is configured.
    return [judgeValues];
  }
  if (settings.values.size === 0 && settings.wholeListener) {
    // The file says nothing of tokens, so no listener offers them.
    return [judgeValues];
  }
  if (kind !== 'broker') {
    return [judgeValues, judgeHandler, ...(kind === 'client' ? [judgeClaimNames, judgeMissingUrl] : [])];
  }
  return since(release, '4.1.0')
    ? [judgeValues, judgeHandler, judgeClaimNames, judgeExpectations, judgeUrl, judgeAllowedUrls]
    : [judgeValues, judgeHandler, judgeAllowedUrls, judgeUrl, judgeClaimNames];
}

const pass = (fact: CheckFact, detail: string): StartStep => ({ fact, outcome: 'pass', detail });
const fail = (fact: CheckFact, detail: string): StartStep => ({ fact, outcome: 'fail', detail });

function judgeValues({ settings, typed }: Starting): StartStep {
  if (settings.unreadable !== undefined) {
    return fail(START_VALUES, settings.unreadable);
  }
  const placeholder = [...settings.values.values()].find((value) => /\$\{[^}:]+:[^}]*\}/.test(value));
  if (placeholder !== undefined) {
    return { fact: START_VALUES, outcome: 'unknown', detail: `${excerpt(placeholder)} is filled by a config provider when the broker starts` };
  }
  return typed.problem === undefined ? pass(START_VALUES, 'each has the type that Kafka asks for') : fail(START_VALUES, typed.problem);
}

function judgeHandler({ settings, release }: Starting): StartStep | undefined {
  const handler = settings.values.get(HANDLER);
  if (handler === undefined && !settings.wholeListener) {
    return undefined;
  }
  if (handler === VALIDATOR_HANDLER || (handler === MOVED_VALIDATOR_HANDLER && !since(release, '4.0.0'))) {
    return pass(START_HANDLER, 'is Kafka\'s own');
  }
  if (handler === MOVED_VALIDATOR_HANDLER) {
    return fail(START_HANDLER, 'the class in the package "secured" is gone since 4.0');
  }
  const which = handler === undefined ? 'none is named: the validator for tests takes tokens that nobody signed' : `${excerpt(handler)} is of somebody else`;
  return { fact: START_HANDLER, outcome: 'unknown', detail: `${which}; only a login with a token shows what it accepts` };
}

function judgeClaimNames({ settings }: Starting): StartStep {
  const blank = [SUB_CLAIM, SCOPE_CLAIM].find((name) => settings.values.get(name) === '');
  return blank === undefined ? pass(START_CLAIM_NAMES, 'are no blank texts') : fail(START_CLAIM_NAMES, `${blank} is blank`);
}

function judgeExpectations({ release, typed }: Starting): StartStep | undefined {
  if (!since(release, '4.4.0')) {
    return undefined;
  }
  if (typed.audience.length === 0 && !typed.allowAnyAudience) {
    return fail(START_EXPECTATIONS, 'no audience is expected, and sasl.oauthbearer.allow.unverified.audience is not true');
  }
  return typed.issuer === undefined && !typed.allowAnyIssuer
    ? fail(START_EXPECTATIONS, 'no issuer is expected, and sasl.oauthbearer.allow.unverified.issuer is not true')
    : pass(START_EXPECTATIONS, 'issuer and audience are expected, or explicitly not');
}

function judgeUrl({ settings, target, typed }: Starting): StartStep {
  const url = settings.values.get(JWKS_URL);
  if (url === '' && target === 'aiven') {
    return { fact: START_JWKS_URL, outcome: 'unknown', detail: 'is empty, and what Aiven makes of that is not documented; set it and see whether OAUTHBEARER is offered' };
  }
  if (url === undefined || url === '') {
    return fail(START_JWKS_URL, url === undefined ? 'is not set' : 'is blank');
  }
  if (!/^(?:https?|file):/i.test(url)) {
    return fail(START_JWKS_URL, `${excerpt(url)} is no http, https or file URL`);
  }
  if (!/^file:/i.test(url) && typed.refreshMs <= 0) {
    return fail(START_JWKS_URL, 'the refresh interval must be positive');
  }
  return pass(START_JWKS_URL, excerpt(url));
}

/** Aiven fills the system property from the field. */
function judgeAllowedUrls({ settings, release, target }: Starting): StartStep | undefined {
  const url = settings.values.get(JWKS_URL);
  if (target === 'aiven' || url === undefined || !since(release, '3.9.1')) {
    return undefined;
  }
  const allowed = allowedUrls(settings);
  if (allowed === undefined) {
    return since(release, '4.0.0')
      ? { fact: START_ALLOWED_URLS, outcome: 'skipped', detail: 'the settings do not say what the JVM allows; taken as allowed' }
      : pass(START_ALLOWED_URLS, 'the JVM names none, so every URL is allowed');
  }
  return allowed.includes(url) ? pass(START_ALLOWED_URLS, 'the JVM lists it') : fail(START_ALLOWED_URLS, `the JVM does not list ${excerpt(url)}`);
}

/** Source: apache/kafka OAuthBearerValidatorCallbackHandler.java 4.4. */
function judgeMissingUrl({ settings, release }: Starting): StartStep | undefined {
  const refused = since(release, '4.4.0') && isDefaultValidator(settings.values.get(VALIDATOR_CLASS));
  return refused ? fail(START_JWKS_URL, 'is not set') : undefined;
}
