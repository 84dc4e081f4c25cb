import { wantedAccounts } from './mosquitto-accounts';
import { accountCommands } from './mosquitto-commands';
import { askFor, ControlChannel, ControlProblem, described, readAccounts } from './mosquitto-control';
import { StepOutcome } from '../engine/ports';

/**
 * Brings our accounts into a running broker by its control API, whatever of them is there already. Never throws.
 *
 * Where the broker is as it should be, nothing is sent that changes anything. It is looked at once more at the end: what came from
 * somebody else in the meantime shows there.
 */
export async function applyDynamicSecurity(control: ControlChannel, text: string): Promise<StepOutcome> {
  const wanted = wantedAccounts(text);
  if (wanted === undefined) {
    return { ok: false, detail: 'dynamic-security.json of the stack is no file of accounts' };
  }
  let done = 0;
  let all = 0;
  try {
    const change = accountCommands(wanted, await readAccounts(control));
    if (change.commands === undefined) {
      return { ok: false, begun: false, detail: `accounts cannot be brought in: ${change.problem}` };
    }
    all = change.commands.length;
    for (const command of change.commands) {
      await askFor(control, command);
      done += 1;
    }
    const rest = all === 0 ? change : accountCommands(wanted, await readAccounts(control));
    if (rest.commands === undefined || rest.commands.length > 0) {
      const open = rest.commands?.map(described).join(', ') ?? rest.problem;
      return { ok: false, detail: `accounts are not as they were set, somebody else seems to change them: ${open}` };
    }
    return { ok: true, detail: all === 0 ? 'accounts are as they should be' : `accounts brought in by ${all} command${all === 1 ? '' : 's'}` };
  } catch (error) {
    if (error instanceof ControlProblem) {
      return { ok: false, begun: done > 0, detail: `accounts: ${done} of ${all} commands done: ${error.message}` };
    }
    throw error;
  }
}
