import { PreviewCase } from '../../../preview/case';
import { CheckList } from '../../../preview/check';
import { PreviewWarning, Verdict } from '../../../preview/result';
import { splitList } from '../kafka-text';
import { FORGED_TOKENS } from '../rules/service-rules';
import { OAUTHBEARER } from '../settings';
import { BrokerSettings } from './broker-settings';
import { LOGIN_MECHANISM, LOGIN_VALIDATOR, START_KEYS } from './facts';
import { readKeySet } from './key-set';
import { JWKS_URL, MECHANISMS } from './setting-names';
import { Start, Target } from './start';

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
export function judgeKeySet({ validator }: Start, settings: BrokerSettings, { jwks }: PreviewCase, checks: CheckList): Verdict {
  if (validator !== 'broker' || !settings.values.has(JWKS_URL)) {
    return true;
  }
  if (jwks === undefined) {
    checks.skip(START_KEYS, 'the case has no key set; taken as fetched');
    return true;
  }
  if (!('keys' in jwks)) {
    return judgeUnreachable(jwks.at, checks);
  }
  const set = readKeySet(jwks.keys);
  return 'problem' in set
    ? checks.judge(START_KEYS, false, `${set.problem}, so the broker does not start`)
    : checks.judge(START_KEYS, true, `${set.keys.length} usable keys${set.left === 0 ? '' : `, ${set.left} left out as unusable`}`);
}

function judgeUnreachable(at: 'start' | 'login' | undefined, checks: CheckList): Verdict {
  switch (at) {
    case 'start':
      return checks.judge(START_KEYS, false, 'the URL cannot be reached, so the broker does not start');
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
