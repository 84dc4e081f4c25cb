import { Classification, classifyChange } from './classify';
import { Cluster, EngineInput } from './cluster';
import { eachOf } from './each-of';
import { judgeLockout, JudgedChange } from './lockout';
import { Ports } from './ports';
import { Smoke } from './smoke';
import { checkFingerprints, checkSpec } from './spec-rules';
import { Finding, finding } from '../../rules/rule';
import { RESTART_RULES } from '../rules';

/*
 * Everything that can be judged before a node is touched.
 */

/** Why a run ends before all nodes are done. */
export interface Ending {
  readonly outcome: 'refused' | 'stopped' | 'undetermined';
  readonly text: string;
  readonly findings?: readonly Finding[];
}

/** Judges what the engine was told, without looking at a node. */
export function judgeInput(input: EngineInput, cluster: Cluster): { readonly ending?: Ending; readonly notices: readonly Finding[] } {
  const { spec, files, broker, fingerprints } = input;
  const judged = broker.judge(files);
  const all = [...checkSpec(spec, files), ...checkFingerprints(cluster.fingerprints, fingerprints), ...judged];
  const errors = all.filter((found) => found.level === 'error');
  // What synthesis could judge of the settings was told there, with knowledge that no file holds.
  const told = judged.filter((found) => !spec.broker.deferred.includes(found.rule));
  const notices = all.filter((found) => found.level === 'warning' && !told.includes(found) && !spec.broker.acknowledged.includes(found.rule));
  return { notices, ending: errors.length === 0 ? undefined : refusal('the input is not valid', errors) };
}

/** What the judgement of a change needs. */
export interface ChangeContext extends EngineInput {
  readonly cluster: Cluster;
  readonly ports: Ports;
  readonly smoke: Smoke;
}

/** Judges what the nodes are to get against what they have: whether files can take it, and what tokens it lets in. */
export async function judgeChange(context: ChangeContext, pending: readonly string[]): Promise<Ending | undefined> {
  const refused = fileProblems(context, pending)
    ?? await lockout(context, pending)
    ?? await smokeTokens(context, pending[0])
    ?? await misjudging(context);
  if (refused === undefined) {
    await tellToday(context, pending);
  }
  return refused;
}

function refusal(why: string, findings: readonly Finding[]): Ending | undefined {
  return findings.length === 0 ? undefined : { outcome: 'refused', text: `no node was touched: ${why}`, findings };
}

function fileProblems({ cluster }: ChangeContext, pending: readonly string[]): Ending | undefined {
  return refusal('a file cannot take the settings', pending.flatMap((name) =>
    cluster.inspection(name).files.flatMap((file) => (file.problem === undefined ? [] : [{ ...file.problem, path: `${name}: ${file.path}` }]))));
}

async function lockout({ cluster, broker, spec, ports }: ChangeContext, pending: readonly string[]): Promise<Ending | undefined> {
  const changes = pending.map((name): JudgedChange => ({ place: name, classification: classificationOf(name, cluster, broker) }));
  const verdict = await judgeLockout(changes, spec, broker, ports);
  verdict.notices.forEach((text) => ports.output.tell({ event: 'notice', text }));
  return refusal('tokens of today might not be accepted any more', verdict.findings);
}

function classificationOf(name: string, cluster: Cluster, broker: ChangeContext['broker']): Classification {
  const files = cluster.inspection(name).files;
  const old = Object.fromEntries(files.filter((file) => file.found !== undefined).map((file) => [file.name, file.found!.text]));
  return classifyChange(broker, old, Object.fromEntries(files.map((file) => [file.name, file.wanted!])));
}

/** Judges the tokens of the smoke test by the files that the nodes are to get; one node stands for all, since our part is the same. */
async function smokeTokens({ cluster, files, smoke, ports }: ChangeContext, first: string = cluster.names[0]): Promise<Ending | undefined> {
  const inspected = cluster.inspection(first).files;
  const wanted = inspected.length === 0 ? files : Object.fromEntries(inspected.map((file) => [file.name, file.wanted!]));
  const { findings, notices } = await smoke.judgeBefore(wanted);
  notices.forEach((text) => ports.output.tell({ event: 'notice', text }));
  return refusal('a token would not be judged as it must', findings);
}

/**
 * Tries tokens on nodes that provably run the settings already: an earlier run may have stopped at one because it judges them badly.
 *
 * Such a node is not restarted again, since that would change nothing, and no other follows it.
 */
async function misjudging({ cluster, smoke }: ChangeContext): Promise<Ending | undefined> {
  if (!smoke.asked) {
    return undefined;
  }
  const done = cluster.names.filter((name) => cluster.pending(name).length === 0);
  const bad: { name: string; objection: string }[] = [];
  await eachOf(done, async (name) => {
    const objection = await smoke.objection(name);
    if (objection !== undefined) {
      bad.push({ name, objection });
    }
  });
  return refusal('a node that runs the settings already does not judge tokens as it must', bad.map(({ name, objection }) =>
    finding(RESTART_RULES.SMOKE_NODE, `nodes.${name}`, { message: objection })));
}

/**
 * Tries the good token on a node that still runs its settings of today, where the change leaves tokens as they are.
 *
 * A login that leads nowhere is told before a node goes down for it. It stops nothing, since the change may be what mends it.
 */
async function tellToday({ cluster, broker, smoke, ports }: ChangeContext, pending: readonly string[]): Promise<void> {
  const up = pending.find((name) => cluster.isHealthy(name));
  if (up === undefined || !smoke.asked || classificationOf(up, cluster, broker).kind !== 'safe') {
    return;
  }
  const text = await smoke.today(up);
  if (text !== undefined) {
    ports.output.tell({ event: 'notice', node: up, phase: 'login', text });
  }
}
