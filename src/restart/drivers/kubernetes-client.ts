import { KubernetesApi } from './kubernetes-api';
import { World } from '../world';

/** Which cluster, and as whom. */
export interface KubernetesPlace {
  readonly context?: string;
  readonly kubeconfig?: string;
}

const CLIENTS = new WeakMap<World, Map<string, KubernetesApi>>();
/** How long a call is repeated while the API is away or asks for patience. */
const CALL_SECONDS = 30;

/** The client of a cluster, one for all nodes of a run, so that a login by another program is asked for once. */
export function kubernetesApi({ context, kubeconfig }: KubernetesPlace, world: World, callSeconds = CALL_SECONDS): KubernetesApi {
  const clients = CLIENTS.get(world) ?? new Map<string, KubernetesApi>();
  CLIENTS.set(world, clients);
  const key = JSON.stringify([context, kubeconfig, callSeconds]);
  const known = clients.get(key) ?? new KubernetesApi({
    clock: world.clock,
    redact: world.redact,
    callSeconds,
    access: () => {
      // A file of its own, loaded when it is needed: src/restart/engine-extras.ts.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { kubernetesAccess } = require('../extras/kubernetes') as typeof import('../extras/kubernetes');
      const files = kubeconfig === undefined ? (world.environment.KUBECONFIG ?? '').split(':').filter((file) => file !== '') : [kubeconfig];
      return kubernetesAccess({ files, context });
    },
  });
  clients.set(key, known);
  return known;
}
