import { isOurs, WantedAccounts, wantedAccounts } from '../clusters/mosquitto-accounts';
import { accountCommands } from '../clusters/mosquitto-commands';
import { ControlProblem, described, readAccounts, withControl } from '../clusters/mosquitto-control';
import { NodeFiles, Probe, ProbeResult } from '../engine/ports';
import { DynamicSecurityProbeSpec } from '../spec/dynamic-security-probe';
import { World } from '../world';

const FILE = 'dynamic-security.json';
const MOST_SHOWN = 5;

/** Where a node's files are. */
export interface ProbedNode {
  readonly paths: { readonly [name: string]: string };
  readonly files: NodeFiles;
}

/**
 * Healthy when the account of the control API is let in and the broker has loaded our accounts as they stand in the node's file.
 *
 * A broker whose file is missing, or not the one that its configuration names, starts all the same and lets nobody in; so this login is the
 * only proof. Before the first delivery the file holds nothing of ours, and then nothing is demanded but an answer.
 */
export class DynamicSecurityProbe implements Probe {
  readonly target: string;

  constructor(private readonly spec: DynamicSecurityProbeSpec, private readonly world: World, private readonly node?: ProbedNode) {
    this.target = `dynamic security ${spec.host}:${spec.port} as ${spec.username}`;
  }

  async check(timeoutSeconds: number): Promise<ProbeResult> {
    const path = this.node?.paths[FILE];
    let ours: WantedAccounts | undefined;
    try {
      ours = path === undefined ? undefined : ourPart((await this.node!.files.read(path))?.text);
    } catch {
      return { healthy: false, detail: `${path} cannot be read` };
    }
    try {
      return await withControl({ ...this.spec, account: this.spec }, this.world, timeoutSeconds, async (control) => {
        const found = await readAccounts(control);
        const change = ours === undefined ? { commands: [] } : accountCommands(ours, found);
        const open = change.commands?.map(described) ?? [change.problem];
        return open.length === 0
          ? { healthy: true, detail: `let in; ${ours === undefined ? 'no accounts of ours to compare' : 'has loaded our accounts'}` }
          : { healthy: false, detail: `has not loaded our accounts: ${open.slice(0, MOST_SHOWN).join(', ')}` };
      });
    } catch (error) {
      if (!(error instanceof ControlProblem)) {
        throw error;
      }
      const early = path !== undefined && ours === undefined && error.refused;
      return { healthy: early, detail: early ? `${error.message}, and its file holds nothing of ours yet` : error.message };
    }
  }
}

/** Our entries of a file; undefined when it holds none. */
function ourPart(text: string | undefined): WantedAccounts | undefined {
  const all = wantedAccounts(text ?? '');
  if (all === undefined) {
    return undefined;
  }
  const ours = <Entry extends { readonly textdescription: string }>(entries: readonly Entry[]) => entries.filter(isOurs);
  const [clients, groups, roles] = [ours(all.clients), ours(all.groups), ours(all.roles)];
  return clients.length + groups.length + roles.length === 0 ? undefined : { ...all, clients, groups, roles };
}
