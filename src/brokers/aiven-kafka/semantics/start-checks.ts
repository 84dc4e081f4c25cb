import { PreviewCase } from '../../../preview/case';
import { CheckList } from '../../../preview/check';
import { PreviewWarning, Verdict } from '../../../preview/result';
import { splitList } from '../kafka-text';
import { KAFKA_RELEASES } from '../releases';
import { FORGED_TOKENS } from '../rules/service-rules';
import { OAUTHBEARER } from '../settings';
import { BrokerSettings } from './broker-settings';
import { LOGIN_MECHANISM, LOGIN_VALIDATOR, START_JWKS_URL, START_KEYS } from './facts';
import { readKeySet } from './key-set';
import { JWKS_URL, MECHANISMS, VALIDATOR_CLASS } from './setting-names';
import { Start, Target } from './start';
import { isDefaultValidator } from './validator';

/** Tells the steps of the start. */
export function judgeStart({ steps, loads }: Start, checks: CheckList): Verdict {
  for (const { fact, outcome, detail } of steps) {
    if (outcome === 'skipped') {
      checks.skip(fact, detail);
    } else {
      checks[outcome](fact, detail);
    }
  }
  return loads;
}

/** Whether the broker gets its keys when it starts. Only the verifying validator asks for them. */
export function judgeKeySet({ validator }: Start, settings: BrokerSettings, input: PreviewCase, checks: CheckList): Verdict {
  const { jwks, target = 'aiven' } = input;
  if (mayDemandUrl(settings, input)) {
    checks.unknown(START_JWKS_URL, 'is not set; patches since mid-2026 do not start then, and which these are is not documented; name the release in full');
    return 'unknown';
  }
  if (validator !== 'broker' || !settings.values.has(JWKS_URL)) {
    return true;
  }
  if (jwks === undefined) {
    checks.skip(START_KEYS, 'the case has no key set; taken as fetched');
    return true;
  }
  if ('reachable' in jwks) {
    return judgeUnreachable(jwks.at, target, checks);
  }
  const set = readKeySet(jwks.keys);
  return 'problem' in set
    ? withoutKeys(set.problem, target, checks)
    : checks.judge(START_KEYS, true, `${set.keys.length} usable keys${set.left === 0 ? '' : `, ${set.left} left out as unusable`}`);
}

/** Releases that are known by their full number were run; of others that stand for several, some patch may refuse to start. */
function mayDemandUrl({ values }: BrokerSettings, { target, brokerVersion }: PreviewCase): boolean {
  const isSilent = target === 'self-managed' && values.size > 0 && !values.has(JWKS_URL);
  return isSilent && isDefaultValidator(values.get(VALIDATOR_CLASS))
    && KAFKA_RELEASES.candidates(brokerVersion)[0] !== brokerVersion;
}

/** Whether Aiven starts Kafka without keys is not documented; without them it lets nobody in either. */
function withoutKeys(problem: string, target: Target, checks: CheckList): Verdict {
  if (target === 'aiven') {
    checks.fail(START_KEYS, `${problem}; whether Aiven's broker starts then is not documented, and without keys it takes no token`);
    return 'unknown';
  }
  return checks.judge(START_KEYS, false, `${problem}, so the broker does not start`);
}

function judgeUnreachable(at: 'start' | 'login' | undefined, target: Target, checks: CheckList): Verdict {
  switch (at) {
    case 'start':
      return withoutKeys('the URL cannot be reached', target, checks);
    case 'login':
      return checks.judge(START_KEYS, true, 'were fetched at the start; the broker keeps them while the URL cannot be reached');
    default:
      checks.unknown(START_KEYS, 'the URL cannot be reached, and the case does not say whether it could be when the broker started');
      return 'unknown';
  }
}

/** Whether clients can log in by token at all. */
export function judgeMechanism({ values, saslPort, wholeListener }: BrokerSettings, target: Target, checks: CheckList): boolean {
  if (target === 'aiven') {
    const hasUrl = values.has(JWKS_URL);
    const detail = !hasUrl ? 'the URL of a key set is not set, and setting it is what turns OAUTHBEARER on' : 'the SASL port is closed';
    return checks.judge(LOGIN_MECHANISM, hasUrl && saslPort !== false, hasUrl && saslPort !== false ? 'the URL of the key set turns it on' : detail);
  }
  const mechanisms = values.get(MECHANISMS);
  const offered = mechanisms === undefined ? !wholeListener : (splitList(mechanisms) ?? []).includes(OAUTHBEARER);
  const named = mechanisms === undefined ? 'the settings name no mechanisms' : `the mechanisms are ${splitList(mechanisms)?.join(', ') ?? 'none'}`;
  return checks.judge(LOGIN_MECHANISM, offered, mechanisms === undefined && offered ? `${named}; taken as offered` : named);
}

/** Whether the class that judges tokens is one whose rules are known; loud where it verifies nothing. */
export function judgeValidator({ validator }: Start, release: string, checks: CheckList, warnings: PreviewWarning[]): boolean {
  if (validator === 'other') {
    checks.unknown(LOGIN_VALIDATOR, 'is not Kafka\'s own; log in with a good and a forged token to see what it accepts');
    return false;
  }
  if (validator === 'broker') {
    checks.pass(LOGIN_VALIDATOR, 'verifies signature, issuer, audience and times');
    return true;
  }
  checks.pass(LOGIN_VALIDATOR, 'is the one for clients: it verifies nothing, so anybody can forge a token, alg "none" included');
  warnings.push({
    rule: FORGED_TOKENS.id,
    message: `Kafka ${release} with these settings checks neither signature nor issuer, audience or expiry: anybody can log in as anybody`,
  });
  return true;
}
