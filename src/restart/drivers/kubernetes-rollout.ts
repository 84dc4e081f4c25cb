import { ConfigMap, lastWritten, mountedConfigMaps, Pod, Platform, StatefulSet } from './kubernetes-objects';

/* What a look at a pod, its StatefulSet and its ConfigMaps says. Pure, so that every case can be tried. */

/** Everything that one look has brought. */
export interface Sight {
  readonly pod: Pod | undefined;
  readonly statefulSet: StatefulSet | undefined;
  /** The ConfigMaps that hold the node's files, by name; undefined where there is none of that name. */
  readonly configMaps: ReadonlyMap<string, ConfigMap | undefined>;
  /** Undefined where the spec names none. */
  readonly platform?: Platform;
}

/** The label with the revision from which a pod was made (kubernetes.io/docs/concepts/workloads/controllers/statefulset). */
const REVISION = 'controller-revision-hash';

/** The HiveMQ extension that lets everybody in, and the variable of HiveMQ's image that leaves it out (hivemq/hivemq4-docker-images, README.md). */
const ALLOW_ALL = 'hivemq-allow-all-extension';
const ALLOW_ALL_VARIABLE = 'HIVEMQ_ALLOW_ALL_CLIENTS';

/** What speaks against the pod being made from the newest template and having read the ConfigMaps of now; empty where nothing does. */
export function objections({ pod, statefulSet, configMaps, platform }: Sight): readonly string[] {
  if (pod === undefined) {
    return ['the pod is not there'];
  }
  if (statefulSet === undefined) {
    return ['the StatefulSet is not there'];
  }
  const { metadata } = pod;
  return [
    ...(metadata.deletionTimestamp === undefined ? [] : ['the pod is ending']),
    ...ownerObjections(pod, statefulSet),
    ...revisionObjections(pod, statefulSet),
    ...[...configMaps].flatMap(([name, configMap]) => configObjections(pod, name, configMap)),
    ...(platform === undefined || platform.status.state === 'RUNNING' ? [] : [`the platform is in the state ${platform.status.state ?? 'unknown'}`]),
  ];
}

/** Why waiting cannot help; undefined where it may. */
export function hopeless({ platform, pod, statefulSet }: Sight): string | undefined {
  if (statefulSet === undefined) {
    return 'the StatefulSet is not there, so nobody would make the pod anew';
  }
  if (platform?.status.state === 'ERROR') {
    const { statePhase, message } = platform.status;
    return `the platform's operator has stopped with ${[statePhase, message].filter((text) => text).join(': ') || 'an error'}`;
  }
  return pod === undefined ? undefined : ownerObjections(pod, statefulSet)[0];
}

/** Whether the StatefulSet's own controller is replacing pods now. */
export function isRolling({ spec, status, metadata }: StatefulSet): boolean {
  const { type, rollingUpdate } = spec.updateStrategy;
  // The controller replaces every pod from the partition's number on, so it leaves all of them alone only where there is none from there on.
  const takesPods = type === 'RollingUpdate' && (rollingUpdate?.partition ?? 0) < spec.replicas;
  return takesPods && (status.observedGeneration < metadata.generation || status.currentRevision !== status.updateRevision);
}

/**
 * Whether a pod that is deleted comes back as it was: below the partition of a rolling update the controller makes it from the revision before.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#partitions
 */
export function comesBackOld({ spec, status }: StatefulSet): boolean {
  return spec.updateStrategy.type === 'RollingUpdate' && (spec.updateStrategy.rollingUpdate?.partition ?? 0) > 0
    && status.currentRevision !== status.updateRevision;
}

/** What proves that HiveMQ's allow-all extension is off, in the pod and in its successor; undefined where nothing does. */
export function allowAllOff({ pod, statefulSet, platform }: Sight): string | undefined {
  const listed = platform?.spec.extensions.filter(({ id }) => id === ALLOW_ALL) ?? [];
  if (listed.length > 0) {
    return listed.every(({ enabled }) => enabled === false) ? `the platform has ${ALLOW_ALL} disabled` : undefined;
  }
  const specs = [pod?.spec, statefulSet?.spec.template.spec].filter((spec) => spec !== undefined);
  const isOff = ({ containers }: Pick<Pod['spec'], 'containers'>) => containers.flatMap(({ env }) => env)
    // Of a variable that is set twice the last counts.
    .filter(({ name }) => name === ALLOW_ALL_VARIABLE).at(-1)?.value === 'false';
  return specs.length > 0 && specs.every(isOff) ? `${ALLOW_ALL_VARIABLE} is false` : undefined;
}

/** The state of the rollout in a line. */
export function describeRollout({ pod, statefulSet, platform }: Sight): string {
  const set = statefulSet === undefined ? 'no StatefulSet'
    : `revision ${statefulSet.status.updateRevision ?? 'unknown'}, ${statefulSet.status.updatedReplicas} of ${statefulSet.spec.replicas} updated, ${statefulSet.status.readyReplicas} ready`;
  const operator = platform === undefined ? '' : `, platform ${platform.status.state ?? 'unknown'}${platform.status.statePhase === undefined ? '' : ` (${platform.status.statePhase})`}`;
  return `pod ${pod === undefined ? 'missing' : `${pod.metadata.uid} of ${pod.metadata.creationTimestamp}`}; ${set}${operator}`;
}

function ownerObjections(pod: Pod, statefulSet: StatefulSet): readonly string[] {
  const owner = pod.metadata.ownerReferences.find(({ controller }) => controller);
  return owner?.kind === 'StatefulSet' && owner.name === statefulSet.metadata.name ? []
    : [`the pod belongs to ${owner === undefined ? 'nobody' : `${owner.kind} ${owner.name}`}, and nobody would make it anew as it should be`];
}

function revisionObjections(pod: Pod, { metadata, status }: StatefulSet): readonly string[] {
  if (status.observedGeneration < metadata.generation) {
    return ['the StatefulSet\'s controller has not seen its newest template yet'];
  }
  const revision = pod.metadata.labels[REVISION];
  return revision !== undefined && revision === status.updateRevision ? []
    : [`the pod was made from revision ${revision ?? 'unknown'}, and ${status.updateRevision ?? 'unknown'} is the newest`];
}

function configObjections(pod: Pod, name: string, configMap: ConfigMap | undefined): readonly string[] {
  if (configMap === undefined) {
    return [`there is no ConfigMap ${name}`];
  }
  if (!mountedConfigMaps(pod).includes(name)) {
    return [`the pod does not mount the ConfigMap ${name}`];
  }
  // One that cannot change holds what it held when the pod mounted it. Both times are the API server's own, in whole seconds.
  const younger = configMap.immutable || Date.parse(pod.metadata.creationTimestamp) > lastWritten(configMap);
  return younger ? [] : [`the ConfigMap ${name} was written after the pod was made`];
}
