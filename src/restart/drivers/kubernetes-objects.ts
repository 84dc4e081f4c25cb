import { z } from 'zod';

/*
 * Objects of the Kubernetes API, as far as they are read here; everything else in them is left aside.
 * Sources: kubernetes.io/docs/reference/kubernetes-api/workload-resources/{pod-v1,stateful-set-v1} and config-and-storage-resources/config-map-v1;
 * hivemq/helm-charts, charts/hivemq-platform-operator/crds/hivemq-platforms.hivemq.com-v1.yml.
 */

const SOURCES = z.object({ configMap: z.object({ name: z.string().optional() }).optional() });
const RUNNING = z.object({ startedAt: z.string().optional() });
const WAITING = z.object({ reason: z.string().optional(), message: z.string().optional() });
const ENV = z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]);
const CONTAINERS = z.array(z.object({ name: z.string(), env: ENV })).min(1);
const ENDED = z.object({ reason: z.string().optional(), exitCode: z.number().optional() });

const CONTAINER_STATUS = z.object({
  name: z.string(),
  containerID: z.string().optional(),
  ready: z.boolean().default(false),
  state: z.object({ running: RUNNING.optional(), waiting: WAITING.optional(), terminated: ENDED.optional() }).default({}),
});

export const POD = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    creationTimestamp: z.string(),
    deletionTimestamp: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
    ownerReferences: z.array(z.object({ kind: z.string(), name: z.string(), controller: z.boolean().default(false) })).default([]),
  }),
  spec: z.object({
    containers: CONTAINERS,
    volumes: z.array(SOURCES.extend({ projected: z.object({ sources: z.array(SOURCES).default([]) }).optional() })).default([]),
  }),
  status: z.object({
    phase: z.string().optional(),
    conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: z.string().optional() })).default([]),
    containerStatuses: z.array(CONTAINER_STATUS).default([]),
  }).default({ conditions: [], containerStatuses: [] }),
});
export type Pod = z.infer<typeof POD>;

export const STATEFUL_SET = z.object({
  metadata: z.object({ name: z.string(), generation: z.number().default(0) }),
  spec: z.object({
    replicas: z.number().default(1),
    template: z.object({ spec: z.object({ containers: CONTAINERS }) }),
    updateStrategy: z.object({
      type: z.string().default('RollingUpdate'),
      rollingUpdate: z.object({ partition: z.number().default(0) }).optional(),
    }).default({ type: 'RollingUpdate' }),
  }),
  status: z.object({
    observedGeneration: z.number().default(0),
    readyReplicas: z.number().default(0),
    updatedReplicas: z.number().default(0),
    currentRevision: z.string().optional(),
    updateRevision: z.string().optional(),
  }).default({ observedGeneration: 0, readyReplicas: 0, updatedReplicas: 0 }),
});
export type StatefulSet = z.infer<typeof STATEFUL_SET>;

export const CONFIG_MAP = z.object({
  metadata: z.object({
    name: z.string(),
    creationTimestamp: z.string(),
    managedFields: z.array(z.object({ time: z.string().optional() })).default([]),
  }),
  immutable: z.boolean().default(false),
  data: z.record(z.string(), z.string()).default({}),
});
export type ConfigMap = z.infer<typeof CONFIG_MAP>;

const EXTENSIONS = z.array(z.object({ id: z.string().optional(), enabled: z.boolean().optional() })).default([]);

export const PLATFORM = z.object({
  spec: z.object({ extensions: EXTENSIONS }).default({ extensions: [] }),
  status: z.object({ state: z.string().optional(), statePhase: z.string().optional(), message: z.string().optional() }).default({}),
});
export type Platform = z.infer<typeof PLATFORM>;

/** Names of the ConfigMaps that a pod mounts, by themselves or projected with others. */
export function mountedConfigMaps({ spec }: Pod): readonly string[] {
  const sources = spec.volumes.flatMap((volume) => [volume, ...volume.projected?.sources ?? []]);
  return sources.flatMap(({ configMap }) => (configMap?.name === undefined ? [] : [configMap.name]));
}

/** When a ConfigMap was last written, in milliseconds since 1970 by the API server's clock. */
export function lastWritten({ metadata }: ConfigMap): number {
  const times = [metadata.creationTimestamp, ...metadata.managedFields.flatMap(({ time }) => time ?? [])].map((time) => Date.parse(time));
  // A time that cannot be read proves nothing.
  return times.some(Number.isNaN) ? Infinity : Math.max(...times);
}

/** Whether the kubelet says that the pod is ready. */
export function isReady({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');
}
