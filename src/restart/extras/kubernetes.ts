import type { RequestOptions } from 'node:https';

/*
 * What the engine takes from the Kubernetes client: kubeconfig files, contexts and every way to log in that they know. It is a file of
 * its own beside the engine, since most clusters need none of it.
 */

type Client = typeof import('@kubernetes/client-node/dist/config.js', { with: { 'resolution-mode': 'import' } });
type KubeConfig = InstanceType<Client['KubeConfig']>;

/* The client is published as ES modules only; see src/restart/engine/jose.ts. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { KubeConfig } = require('@kubernetes/client-node/dist/config.js') as Client;

/** Which cluster, and as whom. */
export interface KubernetesAccessOptions {
  /** Files in the order of the variable KUBECONFIG; empty for `~/.kube/config`, or inside a pod its service account. */
  readonly files: readonly string[];
  /** Name of the context; absent for the current one. */
  readonly context?: string;
}

/** A cluster's API and who asks there. */
export interface KubernetesAccess {
  /** For people. */
  readonly context: string;
  readonly server: string;
  /** Adds certificates, keys and the header of the login; asks the login's program or provider where there is one. */
  authorize(options: RequestOptions): Promise<void>;
}

/** Finds the cluster. Throws where there is no such context. */
export function kubernetesAccess({ files, context }: KubernetesAccessOptions): KubernetesAccess {
  const config = load(files);
  if (context !== undefined) {
    config.setCurrentContext(context);
  }
  const name = config.getCurrentContext();
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    const known = config.getContexts().map((one) => one.name).join(', ');
    throw new Error(`no context ${name || '(none is current)'} among ${known || 'none'}`);
  }
  return { context: name, server: cluster.server, authorize: (options) => config.applyToHTTPSOptions(options) };
}

function load(files: readonly string[]): KubeConfig {
  const config = new KubeConfig();
  if (files.length === 0) {
    config.loadFromDefault();
    return config;
  }
  const [first, ...others] = files;
  config.loadFromFile(first);
  for (const file of others) {
    const more = new KubeConfig();
    more.loadFromFile(file);
    config.mergeConfig(more, true);
  }
  return config;
}
