import { Files } from '../../brokers/broker-core';
import { evaluate, Finding, finding } from '../../rules/rule';
import { DRIVER_RULES } from '../driver-rules';
import { RESTART_LEASE_NEEDED } from '../lease-rules';
import { planRestart } from '../plan';
import { RESTART_COMMAND_REQUIRED, RESTART_FILE_UNKNOWN, RESTART_NO_EVIDENCE } from '../restart-rules';
import { RESTART_RULES } from '../rules';
import { sharedFileFindings } from '../shared-files';
import { RestartSpec } from '../spec';

/** Everything about a spec that can be judged without looking at a node. */
export function checkSpec(spec: RestartSpec, files: Files): readonly Finding[] {
  const plan = planRestart(spec);
  return [
    ...plan.findings,
    ...evaluate([RESTART_FILE_UNKNOWN, RESTART_COMMAND_REQUIRED, RESTART_NO_EVIDENCE, ...DRIVER_RULES], {
      plan, nodes: spec.nodes, rendered: Object.keys(files).sort(), deliver: spec.deliver, neededDelivery: spec.deliver,
      overrides: spec.overrides,
    }).findings,
    ...evaluate([RESTART_LEASE_NEEDED], spec).findings,
    ...sharedFileFindings(spec),
  ];
}

/** Compares the fingerprints that Terraform computed with those of the texts that arrived. */
export function checkFingerprints(
  computed: { readonly [node: string]: string }, given: { readonly [node: string]: string } | undefined,
): readonly Finding[] {
  if (given === undefined) {
    return [];
  }
  const names = [...new Set([...Object.keys(computed), ...Object.keys(given)])].sort();
  return names.filter((name) => computed[name] !== given[name]).map((name) => finding(RESTART_RULES.FINGERPRINT_AGREES, `nodes.${name}`, {
    message: `has fingerprint ${computed[name] ?? 'none'} by its texts`, got: given[name] ?? 'none',
  }));
}

/** Drivers of this kind all work on the files of the machine that runs the engine. */
