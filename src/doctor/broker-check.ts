import { BROKER_EXPECTED_TOKEN, BROKER_KEY, BROKER_KEYS, BROKER_TOKEN, BROKER_UNREADABLE } from './broker-rules';
import { Findings } from './finding';
import { algorithmOf, keyUse, KeyUse } from './key-use';
import type { TokenNeeds } from '../brokers/token-needs';
import { Jwk } from '../oauth/jwks';
import { JsonData, JsonMembers, OpenToken, PreviewCase } from '../preview/case';
import { CaseParts } from '../preview/case-parts';
import { CaseProblem } from '../preview/case-problem';
import { CaseRest, previewParts } from '../preview/manifest-case';
import { Decision, PreviewFailure, PreviewResult } from '../preview/result';
import { BrokerSemantics } from '../preview/semantics';
import { show } from '../text/show';

/** One broker of a manifest, ready to be asked. */
export interface BrokerInQuestion {
  readonly path: string;
  readonly version: string | null;
  readonly semantics: BrokerSemantics;
  /** Its settings, or why they are not known. */
  readonly parts: CaseParts | CaseProblem;
  /** What it needs of tokens; undefined where its settings could not be read. */
  readonly needs: TokenNeeds | undefined;
}

/** What the provider serves, as brokers meet it. */
export interface Served {
  readonly now: number;
  readonly keys: readonly Jwk[] | undefined;
  /** Seconds for which the key set may be kept, as its server says. */
  readonly keysMaxAge: number | undefined;
  readonly discovery: PreviewCase['discovery'];
  readonly introspection: PreviewCase['introspection'];
  /** A real token and its claims; undefined where there is none. */
  readonly token: { readonly compact: string | OpenToken; readonly claims: JsonMembers } | undefined;
  readonly login: Pick<PreviewCase, 'username' | 'mqttClientId'>;
}

/** What one broker makes of the provider. */
export interface BrokerReport {
  readonly broker: string;
  readonly title: string;
  readonly version: string | null;
  readonly decision: Decision;
  readonly reason: string | null;
  /** What the deciding step found; null on accept. */
  readonly detail: string | null;
  /** Whether a real token was judged, and not one made from the manifest. */
  readonly real: boolean;
  readonly keys: readonly KeyUse[];
}

/** Judges a real token, else one made from the manifest, and every key, by the broker's own semantics. */
export function judgeBroker(findings: Findings, broker: BrokerInQuestion, served: Served, claims: JsonMembers): BrokerReport {
  const { parts, semantics } = broker;
  const about = { broker: broker.path, title: semantics.title, version: broker.version, real: served.token !== undefined };
  if ('rule' in parts) {
    findings.broken(BROKER_UNREADABLE, `${broker.path}: ${parts.message}`);
    findings.notJudged();
    return { ...about, decision: 'undetermined', reason: parts.rule, detail: parts.message, keys: [] };
  }
  const keys = judgeKeys(findings, broker, parts, served, claims);
  const result = previewParts(semantics, parts, loginOf(broker, served, claims));
  return { ...about, ...judgeDecision(findings, broker, result, served), keys };
}

function loginOf({ needs, semantics }: BrokerInQuestion, served: Served, claims: JsonMembers): CaseRest {
  const name = (served.token?.claims ?? claims)[needs?.principal?.claim ?? 'sub'];
  return {
    broker: semantics.kind,
    now: served.now,
    token: served.token?.compact ?? { header: expectedHeader(served.keys), claims },
    signature: served.token === undefined ? 'valid' : undefined,
    username: served.login.username ?? (typeof name === 'string' ? name : undefined),
    mqttClientId: served.login.mqttClientId,
    jwks: served.keys === undefined ? undefined : { keys: served.keys as readonly JsonData[], maxAge: served.keysMaxAge },
    discovery: served.discovery,
    introspection: served.introspection,
  };
}

/** The header of a token that is signed with the first key that signs. */
function expectedHeader(keys: readonly Jwk[] | undefined): JsonMembers {
  const key = keys?.find((candidate) => algorithmOf(candidate) !== undefined);
  return { alg: (key === undefined ? undefined : algorithmOf(key)) ?? 'RS256', typ: 'JWT', kid: typeof key?.kid === 'string' ? key.kid : 'doctor' };
}

function judgeKeys(findings: Findings, broker: BrokerInQuestion, parts: CaseParts, { keys, now }: Served, claims: JsonMembers): readonly KeyUse[] {
  if (keys === undefined || broker.needs?.keySource === 'local') {
    return [];
  }
  const uses = keys.flatMap((key) => {
    const algorithm = algorithmOf(key);
    return algorithm === undefined ? [] : [keyUse({ semantics: broker.semantics, parts, keys, claims, now }, key, algorithm)];
  });
  const refused = uses.filter(({ used }) => used === false);
  if (refused.length === uses.length) {
    const why = refused.length === 0 ? 'the set has no signing key' : wordsOf(refused[0]);
    findings.broken(BROKER_KEYS, `${broker.path} uses no key of the set: ${why}`);
  } else {
    refused.forEach((use) => findings.broken(BROKER_KEY, `${broker.path} would not use ${wordsOf(use)}`));
  }
  return uses;
}

function wordsOf({ kid, detail }: KeyUse): string {
  return `the key ${kid === null ? 'without kid' : show(kid)}: ${detail ?? 'refused'}`;
}

type Judged = Pick<BrokerReport, 'decision' | 'reason' | 'detail'>;

function judgeDecision(findings: Findings, broker: BrokerInQuestion, result: PreviewResult | PreviewFailure, served: Served): Judged {
  if ('error' in result) {
    findings.broken(BROKER_UNREADABLE, `${broker.path}: ${result.error.message}`);
    findings.notJudged();
    return { decision: 'undetermined', reason: result.error.rule, detail: result.error.message };
  }
  const { decision, reason } = result;
  const detail = result.checks.find((check) => check.rule === reason && (check.outcome === 'fail' || check.outcome === 'unknown'))?.detail ?? null;
  if (decision === 'reject') {
    const rule = served.token === undefined ? BROKER_EXPECTED_TOKEN : BROKER_TOKEN;
    findings.broken(rule, `${broker.path} refuses the token (${String(reason)}): ${detail ?? ''}`);
  }
  if (decision === 'undetermined' || served.token === undefined) {
    findings.notJudged();
  }
  return { decision, reason, detail };
}
