import { Files } from '../../brokers/broker-core';
import { Finding, finding } from '../../rules/rule';
import { planRestart } from '../plan';
import { RESTART_RULES } from '../rules';
import { NodeSpec, RestartSpec } from '../spec';

/** Everything about a spec that can be judged without looking at a node. */
export function checkSpec(spec: RestartSpec, files: Files): readonly Finding[] {
  return [
    ...planRestart(spec).findings,
    ...spec.nodes.flatMap((node) => [...checkFiles(node, files), ...checkDriver(node, spec)]),
    ...checkSharedFiles(spec),
  ];
}

/** Compares the fingerprints that Terraform computed with those of the texts that arrived. */
export function checkFingerprints(computed: { readonly [node: string]: string }, given: { readonly [node: string]: string } | undefined): readonly Finding[] {
  if (given === undefined) {
    return [];
  }
  const names = [...new Set([...Object.keys(computed), ...Object.keys(given)])].sort();
  return names.filter((name) => computed[name] !== given[name]).map((name) => finding(RESTART_RULES.FINGERPRINT_AGREES, `nodes.${name}`, {
    message: `has fingerprint ${computed[name] ?? 'none'} by its texts`, got: given[name] ?? 'none',
  }));
}

function checkFiles(node: NodeSpec, files: Files): readonly Finding[] {
  return Object.keys(node.files).filter((name) => files[name] === undefined).map((name) => finding(RESTART_RULES.FILE_KNOWN, `nodes.${node.name}.files`, {
    message: `must name files among ${Object.keys(files).sort().join(', ') || 'none'}`, got: name,
  }));
}

function checkDriver(node: NodeSpec, spec: RestartSpec): readonly Finding[] {
  const { driver } = node;
  const path = `nodes.${node.name}.driver`;
  const both = driver.stop !== undefined && driver.start !== undefined;
  const found: Finding[] = [];
  if (!both && (spec.deliver === 'while-stopped' || driver.restart === undefined)) {
    const needed = spec.deliver === 'while-stopped' ? '`stop` and `start`' : '`restart`, or `stop` and `start`';
    found.push(finding(RESTART_RULES.STOP_AND_START, path, { message: `must have ${needed}` }));
  }
  const evident = driver.pidFile !== undefined || driver.startTimeCommand !== undefined;
  if (!evident && !spec.broker.acknowledged.includes(RESTART_RULES.EVIDENCE.id)) {
    found.push(finding(RESTART_RULES.EVIDENCE, path, { message: 'has neither `pidFile` nor `startTimeCommand`' }));
  }
  return found;
}

/** Drivers of this kind all work on the files of the machine that runs the engine. */
function checkSharedFiles(spec: RestartSpec): readonly Finding[] {
  if (spec.overrides.includes('shared-files')) {
    return [];
  }
  const owners = new Map<string, string[]>();
  for (const node of spec.nodes) {
    for (const path of Object.values(node.files)) {
      owners.set(path, [...owners.get(path) ?? [], node.name]);
    }
  }
  return [...owners].filter(([, names]) => names.length > 1).map(([path, names]) => finding(RESTART_RULES.FILES_SHARED, 'nodes', {
    message: `${names.join(', ')} share a file`, got: path,
  }));
}
