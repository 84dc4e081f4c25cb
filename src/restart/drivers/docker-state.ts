import { z } from 'zod';
import { ProcessState } from '../engine/ports';

/*
 * What `docker inspect` says of a container.
 * Source: docs.docker.com/reference/cli/docker/inspect and docs.docker.com/reference/api/engine, ContainerInspect.
 */

/** Asks for no more than what is needed: the whole answer holds the container's environment. */
export const STATE_FORMAT = '{"id":{{json .Id}},"state":{{json .State}}}';

const STATE = z.object({
  id: z.string().min(1),
  state: z.object({
    Status: z.string(),
    Running: z.boolean(),
    Paused: z.boolean().default(false),
    Restarting: z.boolean().default(false),
    Pid: z.number().default(0),
    ExitCode: z.number().default(0),
    StartedAt: z.string(),
  }),
});

/** The state of a container's process, from the answer to `STATE_FORMAT`. */
export function containerState(answer: string): ProcessState {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    value = undefined;
  }
  const parsed = STATE.safeParse(value);
  if (!parsed.success) {
    return { state: 'unknown', detail: 'docker inspect answered with something that cannot be understood' };
  }
  const { id, state } = parsed.data;
  const short = id.slice(0, 12);
  // A container that the engine tries to start again and again has no process between two attempts.
  if (!state.Running || state.Restarting) {
    const detail = `container ${short} is ${state.Status}${state.Status === 'exited' ? ` with code ${state.ExitCode}` : ''}`;
    return { state: 'stopped', ...(state.Restarting ? { startsItself: true } : {}), detail };
  }
  if (state.Paused) {
    return { state: 'unknown', detail: `container ${short} is paused` };
  }
  const startedAt = Date.parse(state.StartedAt);
  return {
    state: 'running',
    detail: `container ${short}, process ${state.Pid}, started ${state.StartedAt}`,
    // A container that is made anew has another id, one that is started again another time, to the nanosecond.
    startText: `${id} ${state.StartedAt}`,
    ...(Number.isNaN(startedAt) ? {} : { startedAt }),
  };
}
