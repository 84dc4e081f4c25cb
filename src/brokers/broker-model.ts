import { RenderedFile } from './broker-core';
import type { BrokerOAuth } from './broker-oauth';
import { GRANT_OTHER_PROVIDER } from './grant-rules';
import { LOCKOUT_NOT_ACCEPTED, PREVIOUS_MANIFEST_UNREADABLE } from './lockout-rules';
import { previousDemands } from './previous-settings';
import { lockoutChanges, RequirementChange } from './requirements';
import { withCreatedAudiences } from '../identity/created-audiences';
import { FIT_RULES } from '../identity/fit-rules';
import type { IdentityApplication } from '../identity/identity-application';
import { IdentityProvider } from '../identity/identity-provider';
import { applicationsOf } from '../manifest/manifest-file';
import { evaluate, Evaluation, findingsOnly, joinEvaluations } from '../rules/rule';
import { CarriedText, normalized, TEXT_LONE_SURROGATE, TEXT_NUL, TEXT_RULES, textsIn } from '../rules/text-rules';

/** One broker construct as synthesis sees it. */
export interface BrokerModel {
  readonly settings: unknown;
  /** What travels, in Unicode normal form; empty while any rule is broken, since such text could break out of its place. */
  readonly files: readonly RenderedFile[];
  readonly evaluation: Evaluation;
  /** Changes against the previous manifest; undefined when none was given. */
  readonly lockout: readonly RequirementChange[] | undefined;
}

/** Evaluates every rule that concerns a broker construct and renders its settings where none is broken. */
export function buildModel(broker: BrokerOAuth): BrokerModel {
  const core = broker._core;
  const version = broker._version;
  const acknowledged = broker._props.acknowledge ?? [];
  const settings = broker._settings();
  const lockout = lockoutOf(broker, settings);
  const granted = applicationsOf(broker).filter((application) => application._demands.some((demand) => demand.broker === broker.node.path));
  const judged = joinEvaluations([
    evaluate(core.rules, { settings, version, acknowledged }),
    brokenTexts(broker, settings),
    broker._evaluateConstruct(),
    ...identityEvaluations(broker, granted),
    evaluate([GRANT_OTHER_PROVIDER], granted.map((application) => ({
      application: application.node.path,
      applicationProvider: application.identityProvider.node.path,
      brokerProvider: broker.identityProvider.node.path,
    }))),
    evaluate(FIT_RULES, {
      provider: withCreatedAudiences(IdentityProvider._of(broker.identityProvider)._model, granted.map((application) => ({
        created: application._isCreated, demands: application._demands,
      }))),
      needs: broker._needs(settings),
      names: core.requirementNames,
      applications: broker._applications(),
    }),
    lockout.evaluation,
  ]);
  if (judged.findings.some((found) => found.level === 'error')) {
    return { settings, files: [], evaluation: judged, lockout: lockout.changes };
  }
  const texts: readonly CarriedText[] = broker._travels(settings);
  return {
    settings,
    files: texts.map((file) => ({ name: file.name, text: normalized(file.text) })),
    evaluation: joinEvaluations([judged, evaluate(TEXT_RULES, texts)]),
    lockout: lockout.changes,
  };
}

/**
 * What the provider and the applications with rights here leave to apply: the gate in front of this broker judges it too.
 *
 * Their findings are their own; each construct reports them itself.
 */
function identityEvaluations(broker: BrokerOAuth, granted: readonly IdentityApplication[]): readonly Evaluation[] {
  return [IdentityProvider._of(broker.identityProvider), ...granted].map((construct) => ({ ...construct._evaluate(), findings: [] }));
}

/** What the settings of an earlier synthesis mean for the tokens of today. */
interface Lockout {
  readonly changes: readonly RequirementChange[] | undefined;
  readonly evaluation: Evaluation;
}

/** What Terraform cannot carry, where the user wrote it: in a rendered file an escape such as \u0000 may hide it. */
function brokenTexts(broker: BrokerOAuth, settings: unknown): Evaluation {
  const inProps = evaluate([TEXT_NUL, TEXT_LONE_SURROGATE], textsIn(broker._props));
  return inProps.findings.length > 0 ? inProps : evaluate([TEXT_NUL, TEXT_LONE_SURROGATE], textsIn(settings));
}

function lockoutOf(broker: BrokerOAuth, settings: unknown): Lockout {
  const { previousManifest: file, acceptLockout, overlapTokenVariable } = broker._props;
  if (file === undefined) {
    return { changes: undefined, evaluation: findingsOnly([]) };
  }
  const core = broker._core;
  const accepted = acceptLockout === true;
  const { demands, problem } = previousDemands(file, broker.node.path, core);
  const changes = demands === undefined ? [] : lockoutChanges(demands, core.requirements(settings, broker._version), core.requirementNames);
  const overlapToken = overlapTokenVariable !== undefined;
  return {
    changes,
    evaluation: joinEvaluations([
      evaluate([PREVIOUS_MANIFEST_UNREADABLE], { file, problem, accepted }),
      evaluate([LOCKOUT_NOT_ACCEPTED], { changes, overlapSteps: core.overlapSteps, accepted, overlapToken }),
    ]),
  };
}
