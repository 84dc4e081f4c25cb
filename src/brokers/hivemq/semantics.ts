import { judgeAction, readAction } from './semantics/actions';
import { append, factOf } from './semantics/authentication-chain';
import { caseOf } from './semantics/case-of';
import { HIVEMQ_FACTS, PIPELINE, SETTINGS_LOAD } from './semantics/facts';
import { nodeConfig, nodeFileRealm } from './semantics/node-settings';
import { Files, Passage, passThrough } from './semantics/passage';
import { Permission } from './semantics/permissions';
import { HIVEMQ_PLUS_ADMITS_HASH, HIVEMQ_SINCE_UNKNOWN } from './semantics/preview-rules';
import { HiveMqListenerPipeline } from './settings';
import { HIVEMQ_RELEASES } from './version';
import { PreviewCase } from '../../preview/case';
import { CheckList } from '../../preview/check';
import { PreviewWarning } from '../../preview/result';
import { ActionVerdict, BrokerSemantics, Outcome, outcomeOf } from '../../preview/semantics';

/** How HiveMQ's Enterprise Security Extension judges tokens, by its schema of 4.36.0. */
export const HIVEMQ_SEMANTICS: BrokerSemantics = {
  kind: 'hivemq',
  title: 'HiveMQ ESE',
  releases: HIVEMQ_RELEASES,
  // The name of the configuration file changes with 4.15.0, which a case does not tell. Nothing else is known to change.
  changes: [],
  facts: HIVEMQ_FACTS,
  readAction,
  caseOf,
  evaluate,
};

function evaluate(input: PreviewCase): Outcome {
  const files = filesOf(input);
  const checks = new CheckList();
  if (files.config.problem !== undefined) {
    return notStarted(input, files.config.problem, checks);
  }
  const doubt = loadDoubt(input, files);
  if (doubt === undefined) {
    checks.pass(SETTINGS_LOAD, 'the files fit the vendor\'s schemas of 4.36.0');
    return walk(input, files, checks);
  }
  const isOpen = input.allowAllExtension !== false;
  checks.unknown(SETTINGS_LOAD, `${doubt}${isOpen ? '; where it does not start, the allow-all extension may let everybody in' : ''}`);
  if (!files.config.isWhole) {
    return outcomeOf(checks, { loads: 'unknown', can: UNKNOWN_START });
  }
  const outcome = walk(input, files, checks);
  return isOpen ? { ...outcome, loads: 'unknown', checks: withoutRefusals(outcome.checks), can: UNKNOWN_START } : { ...outcome, loads: 'unknown' };
}

/** A file realm's document that no realm reads does not count. */
function filesOf({ settings, fileRealm }: PreviewCase): Files {
  const config = nodeConfig(settings);
  const isRead = fileRealm !== undefined && (config.hasFileRealm || !config.isWhole);
  return { config, fileRealm: isRead ? nodeFileRealm(fileRealm) : undefined };
}

const UNKNOWN_START = (): ActionVerdict => ({ allowed: 'unknown', reason: SETTINGS_LOAD.rule });

/** The broker runs on without the extension: it refuses everybody unless the allow-all extension is there. */
function notStarted(input: PreviewCase, problem: string, checks: CheckList): Outcome {
  if (input.allowAllExtension === false) {
    checks.fail(SETTINGS_LOAD, `${problem}; HiveMQ runs on without a security extension and refuses everybody`);
  } else {
    checks.unknown(SETTINGS_LOAD, `${problem}; HiveMQ runs on, and the allow-all extension, which is on by default, may let everybody in`);
  }
  return outcomeOf(checks, { loads: false, can: UNKNOWN_START });
}

/** Why nobody knows whether the extension starts; undefined where it does. */
function loadDoubt({ brokerVersion }: PreviewCase, { config, fileRealm }: Files): string | undefined {
  const misfit = config.misfit ?? fileRealm?.problem ?? fileRealm?.misfit;
  if (misfit !== undefined) {
    return `${misfit}; what the extension does with a file that does not fit its schema is not documented, so start it once and look at the log`;
  }
  if (config.hasCustomPreprocessor && HIVEMQ_RELEASES.isSince(brokerVersion, '4.35.0') !== true) {
    return 'custom-preprocessor is an element since 4.35, and the release is or may be an earlier one';
  }
  return config.undated.length > 0 && isSchemaSince(brokerVersion) === false
    ? `since which release there is ${config.undated.join(', ')} is not documented; see the schema that lies beside the node's configuration`
    : undefined;
}

/** The checks with nothing that settles the login: what is refused with the extension may be let in without it. */
function withoutRefusals(checks: CheckList): CheckList {
  const soft = new CheckList();
  for (const check of checks.checks) {
    if (check.outcome === 'fail') {
      soft.unknown(factOf(check), `refused if the extension starts: ${check.detail}`);
    } else {
      const one = new CheckList();
      one.checks.push(check);
      append(soft, one, true);
    }
  }
  return soft;
}

function walk(input: PreviewCase, files: Files, checks: CheckList): Outcome {
  const { pipelines } = files.config;
  if (pipelines.length === 1) {
    checks.pass(PIPELINE, `the only one, for the listener ${JSON.stringify(pipelines[0].listener)}`);
    return outcomeOfPassage(input, files, checks, passThrough(pipelines[0], input, files, checks));
  }
  return pipelines.length === 0 ? withoutPipeline(checks) : severalPipelines(input, files, pipelines, checks);
}

function withoutPipeline(checks: CheckList): Outcome {
  checks.unknown(PIPELINE, 'there is no listener-pipeline, and what becomes of MQTT clients then is not documented');
  return outcomeOf(checks, { can: () => ({ allowed: 'unknown', reason: PIPELINE.rule }) });
}

/** Which of several pipelines counts is not known, unless all of them refuse. */
function severalPipelines(input: PreviewCase, files: Files, pipelines: readonly HiveMqListenerPipeline[], checks: CheckList): Outcome {
  const names = pipelines.map(({ listener }) => JSON.stringify(listener)).join(', ');
  checks.unknown(PIPELINE, `there are pipelines for ${names}; which of them the client meets is not in the case, and which goes first is not documented`);
  const ways = pipelines.map((pipeline) => {
    const own = new CheckList();
    return { own, outcome: outcomeOfPassage(input, files, own, passThrough(pipeline, input, files, own)) };
  });
  const open = ways.filter(({ own }) => !own.failed);
  const [{ own, outcome: first }] = open.length > 0 ? open : ways;
  append(checks, own, true);
  const agreed = <T>(read: (one: Outcome) => T): T | undefined =>
    (open.every((way) => JSON.stringify(read(way.outcome)) === JSON.stringify(read(first))) ? read(first) : undefined);
  const disconnectsAt = agreed((one) => one.disconnectsAt);
  return {
    ...first,
    checks,
    principal: agreed((one) => one.principal) ?? null,
    permissions: agreed((one) => one.permissions) ?? null,
    expiresAt: agreed((one) => one.expiresAt) ?? null,
    disconnectsAt: disconnectsAt === undefined ? 'unknown' : disconnectsAt,
    can: (action) => agreed((one) => one.can(action)) ?? { allowed: 'unknown', reason: PIPELINE.rule },
  };
}

/** What the pipeline's word comes to. */
function outcomeOfPassage(input: PreviewCase, { config }: Files, checks: CheckList, { grants, expiresAt, disconnectsAt }: Passage): Outcome {
  const warnings = config.warnings.concat(sinceWarning(input, config.undated));
  if (grants === undefined) {
    return outcomeOf(checks, { warnings });
  }
  const { found, permissions, open, principal } = grants;
  const rights = { permissions, open };
  return outcomeOf(checks, {
    principal: principal ?? null,
    mqttClientId: input.mqttClientId ?? null,
    permissions: found === 'open' && permissions.length === 0 ? null : permissions.map(({ shown }) => shown),
    expiresAt,
    disconnectsAt,
    warnings: permissions.some(admitsHash) ? warnings.concat(permissions.filter(admitsHash).map(plusWarning)) : warnings,
    can: (action) => judgeAction(rights, action),
  });
}

const sinceByVersion = new Map<string | undefined, boolean | undefined>();
const MOST_VERSIONS = 1000;

/** Whether the version is the one whose schema is known, or a later one. */
function isSchemaSince(version: string | undefined): boolean | undefined {
  if (!sinceByVersion.has(version)) {
    if (sinceByVersion.size >= MOST_VERSIONS) {
      sinceByVersion.clear();
    }
    sinceByVersion.set(version, HIVEMQ_RELEASES.isSince(version, '4.36.0'));
  }
  return sinceByVersion.get(version);
}

function sinceWarning({ brokerVersion }: PreviewCase, undated: readonly string[]): readonly PreviewWarning[] {
  return undated.length === 0 || isSchemaSince(brokerVersion) === true ? []
    : [{ rule: HIVEMQ_SINCE_UNKNOWN.id, message: `since which release there is ${undated.join(', ')} is not documented; it was judged by the schema of 4.36.0` }];
}

function admitsHash({ shown: { topic, activity } }: Permission): boolean {
  return activity !== 'PUBLISH' && (topic === '+' || String(topic).endsWith('/+'));
}

function plusWarning({ shown: { topic } }: Permission): PreviewWarning {
  const wider = `${String(topic).slice(0, -1)}#`;
  return { rule: HIVEMQ_PLUS_ADMITS_HASH.id, message: `${JSON.stringify(topic)} lets the client subscribe to ${JSON.stringify(wider)} too` };
}
