import { FIT_RULES } from '../identity/fit-rules';
import type { IdentityApplication } from '../identity/identity-application';
import { IdentityProvider } from '../identity/identity-provider';
import { applicationsOf } from '../manifest/manifest-file';
import { evaluate, Evaluation, joinEvaluations } from '../rules/rule';
import { CarriedText, normalized, TEXT_RULES } from '../rules/text-rules';
import type { BrokerOAuth } from './broker-oauth';
import { RenderedFile } from './broker-core';
import { GRANT_OTHER_PROVIDER } from './grant-rules';
import { LOCKOUT_NOT_ACCEPTED } from './lockout-rules';
import { previousRequirements } from './previous-settings';
import { lockoutChanges, RequirementChange } from './requirements';

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
    broker._evaluateConstruct(),
    ...identityEvaluations(broker, granted),
    evaluate([GRANT_OTHER_PROVIDER], granted.map((application) => ({
      application: application.node.path,
      applicationProvider: application.identityProvider.node.path,
      brokerProvider: broker.identityProvider.node.path,
    }))),
    evaluate(FIT_RULES, {
      provider: IdentityProvider._of(broker.identityProvider)._model,
      needs: broker._needs(settings),
      names: core.requirementNames,
      applications: broker._applications(),
    }),
    evaluate([LOCKOUT_NOT_ACCEPTED], {
      changes: lockout ?? [],
      overlapSteps: core.overlapSteps,
      accepted: broker._props.acceptLockout === true,
      overlapToken: broker._props.overlapTokenVariable !== undefined,
    }),
  ]);
  if (judged.findings.some((found) => found.level === 'error')) {
    return { settings, files: [], evaluation: judged, lockout };
  }
  const texts: readonly CarriedText[] = broker._travels(settings);
  return {
    settings,
    files: texts.map((file) => ({ name: file.name, text: normalized(file.text) })),
    evaluation: joinEvaluations([judged, evaluate(TEXT_RULES, texts)]),
    lockout,
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

function lockoutOf(broker: BrokerOAuth, settings: unknown): readonly RequirementChange[] | undefined {
  const manifest = broker._props.previousManifest;
  if (manifest === undefined) {
    return undefined;
  }
  const before = previousRequirements(manifest, broker.node.path, broker._core);
  return before === undefined ? [] : lockoutChanges(before, broker._core.requirements(settings, broker._version), broker._core.requirementNames);
}
