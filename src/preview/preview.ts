import { AskedAction, PreviewCase } from './case';
import { CASE_SETTINGS, CASE_VERSION, CaseError, CaseProblem, caseProblem, failure, isCaseProblem } from './case-problem';
import { combine } from './combine';
import { told, VERSION_NEWER, VERSION_OLDER } from './preview-rules';
import { ActionResult, PreviewFailure, PreviewResult, PreviewWarning } from './result';
import { ActionVerdict, BrokerSemantics, Outcome } from './semantics';
import { compareVersions, KnownReleases } from '../rules/version';

/** What the broker would do with the token: the one way to judge a case. Never throws on any content of a case of the right shape. */
export function preview(semantics: BrokerSemantics, input: PreviewCase): PreviewResult | PreviewFailure {
  const actions = readActions(semantics, input.can);
  if (isCaseProblem(actions)) {
    return failure(input.id ?? null, actions);
  }
  const { brokerVersion } = input;
  if (brokerVersion !== undefined && !KnownReleases.isVersion(brokerVersion)) {
    return failure(input.id ?? null, caseProblem(CASE_VERSION, 'brokerVersion is not a dotted version'));
  }
  const { settings } = input as Partial<PreviewCase>;
  if (settings === undefined && semantics.judgesWithoutSettings !== true) {
    return failure(input.id ?? null, caseProblem(CASE_SETTINGS, 'settings are missing'));
  }
  try {
    const releases = distinctReleases(semantics, brokerVersion);
    const results = releases.map((release) => resultOf(semantics, input, actions, semantics.evaluate(input, release)));
    return results.length === 1 ? results[0] : combine(results.map((result, index) => ({ label: releases[index], result })));
  } catch (error) {
    if (error instanceof CaseError) {
      return failure(input.id ?? null, error.problem);
    }
    throw error;
  }
}

type Releases = Pick<BrokerSemantics, 'releases' | 'changes'>;

/** Most versions whose releases are remembered, by broker. */
const MOST_REMEMBERED = 1000;
const remembered = new WeakMap<Releases, Map<string | undefined, readonly string[]>>();

/** The oldest candidate of every stretch of releases that behave alike. */
export function distinctReleases(semantics: Releases, version: string | undefined): readonly string[] {
  let known = remembered.get(semantics);
  if (known === undefined || known.size > MOST_REMEMBERED) {
    known = new Map();
    remembered.set(semantics, known);
  }
  let releases = known.get(version);
  if (releases === undefined) {
    releases = findDistinct(semantics, version);
    known.set(version, releases);
  }
  return releases;
}

function findDistinct(semantics: Releases, version: string | undefined): readonly string[] {
  const stretches = new Set<number>();
  return semantics.releases.candidates(version).filter((release) => {
    const stretch = semantics.changes.filter((change) => compareVersions(change, release) <= 0).length;
    const isNew = !stretches.has(stretch);
    stretches.add(stretch);
    return isNew;
  });
}

const NOTHING_ASKED: readonly AskedAction[] = [];

function readActions(semantics: BrokerSemantics, asked: PreviewCase['can']): readonly AskedAction[] | CaseProblem {
  if (asked === undefined) {
    return NOTHING_ASKED;
  }
  const actions: AskedAction[] = [];
  for (const entry of asked) {
    const action = semantics.readAction(entry);
    if (isCaseProblem(action)) {
      return action;
    }
    actions.push(action);
  }
  return actions;
}

function resultOf(semantics: BrokerSemantics, input: PreviewCase, actions: readonly AskedAction[], outcome: Outcome): PreviewResult {
  const { decision, reason } = outcome.checks;
  const rejected = decision === 'reject';
  return {
    id: input.id ?? null,
    broker: semantics.kind,
    brokerVersion: input.brokerVersion ?? null,
    loads: outcome.loads,
    decision,
    reason,
    principal: rejected ? null : outcome.principal,
    mqttClientId: rejected ? null : outcome.mqttClientId,
    permissions: rejected ? null : outcome.permissions,
    tags: rejected ? null : outcome.tags,
    can: actions.map((action) => actionResult(action, verdictOn(action, outcome))),
    expiresAt: rejected ? null : outcome.expiresAt,
    disconnectsAt: rejected ? null : outcome.disconnectsAt,
    willPublished: rejected ? null : outcome.willPublished,
    checks: outcome.checks.checks,
    warnings: withVersionWarning(semantics, input.brokerVersion, outcome.warnings),
  };
}

function actionResult({ action, vhost, resource }: AskedAction, { allowed, reason }: ActionVerdict): ActionResult {
  return { action, vhost: vhost ?? null, resource: resource ?? null, allowed, reason };
}

function verdictOn(action: AskedAction, outcome: Outcome): ActionVerdict {
  const { decision, reason } = outcome.checks;
  if (decision === 'reject') {
    return { allowed: false, reason };
  }
  const verdict = outcome.can(action);
  // What an accepted token may do is open as long as the login is; what it may not do, it may not either way.
  return decision === 'undetermined' && verdict.allowed === true ? { allowed: 'unknown', reason } : verdict;
}

function withVersionWarning(semantics: BrokerSemantics, version: string | undefined, warnings: readonly PreviewWarning[]) {
  const { title, releases } = semantics;
  if (version !== undefined && releases.isNewer(version)) {
    return [...warnings, told(VERSION_NEWER, `${title} ${version} is newer than any release known here; it was judged as ${releases.newest}`)];
  }
  if (version !== undefined && releases.isOlder(version)) {
    return [...warnings, told(VERSION_OLDER, `${title} ${version} is older than any release known here; it was judged as ${releases.oldest}`)];
  }
  return warnings;
}
