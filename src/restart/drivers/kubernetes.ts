import { z } from 'zod';
import { KubernetesAnswer, KubernetesApi, KubernetesError } from './kubernetes-api';
import { CONFIG_MAP, ConfigMap, lastWritten, PLATFORM, POD, Pod, STATEFUL_SET } from './kubernetes-objects';
import { allowAllOff, comesBackOld, describeRollout, hopeless, isRolling, objections, Sight } from './kubernetes-rollout';
import { parseMarker } from '../engine/marker';
import { BootTime, Clock, FoundFile, NodeDriver, NodeFiles, ProcessState, StepOutcome } from '../engine/ports';
import { Redact } from '../redact';
import { KUBERNETES_DRIVER } from '../spec/kubernetes-driver';

/** A pod of a StatefulSet. */
export type KubernetesDriverSpec = z.infer<typeof KUBERNETES_DRIVER>;

/** What a driver needs beyond its spec. */
export interface KubernetesContext {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly redact: Redact;
  /** Where each file of the node is: `<ConfigMap>/<key>`, by the file's name. */
  readonly files: { readonly [name: string]: string };
  /** Whether the files name secrets, whose values nothing in a pod shows. */
  readonly namesSecrets: boolean;
  /** Whether the broker lets everybody in unless an extension of it is off. */
  readonly needsAllowAllOff: boolean;
  readonly commandSeconds: number;
  readonly readySeconds: number;
}

/** The annotation by which the engine remembers on a pod, and as long as the pod lives, what the pod was started with. */
export const FINGERPRINT_ANNOTATION = 'cdktf-broker-oauth/fingerprint';

const SHOWN_LINES = 20;
const POLL_MILLISECONDS = 1000;

/**
 * Replaces a pod of a StatefulSet, whose controller makes it anew; or watches while a controller or an operator replaces it.
 *
 * The settings are ConfigMaps that Terraform owns: the engine reads them and never writes one.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export class KubernetesDriver implements NodeDriver {
  readonly evidence = 'service';
  readonly files: NodeFiles;
  /** What the next pod is started with, from the marker that the engine leaves before a restart. */
  private delivered: string | undefined;

  constructor(private readonly spec: KubernetesDriverSpec, private readonly context: KubernetesContext) {
    this.files = {
      read: (path) => this.read(path),
      replace: async (path, text) => this.remember(path, text),
    };
  }

  /** The API tells times of day alone, so nothing is known of the boot. */
  async bootTime(): Promise<BootTime> {
    return {};
  }

  async process(): Promise<ProcessState> {
    try {
      const pod = await this.object(this.podPath, POD);
      return pod === undefined ? { state: 'stopped', detail: `there is no pod ${this.spec.pod}` } : this.stateOf(pod);
    } catch (error) {
      return { state: 'unknown', detail: (error as Error).message };
    }
  }

  async leads(): Promise<boolean | undefined> {
    return undefined;
  }

  async runs(fingerprint: string): Promise<{ readonly proved: boolean; readonly detail: string }> {
    const sight = await this.look();
    this.demandAllowAllOff(sight);
    const against = [...objections(sight), ...(this.spec.rolledBy === 'engine' ? this.memoryObjections(sight.pod, fingerprint) : [])];
    return against.length > 0
      ? { proved: false, detail: against.join('; ') }
      : { proved: true, detail: `made from the newest template, with the ConfigMaps of now: ${describeRollout(sight)}` };
  }

  async restart(): Promise<StepOutcome> {
    try {
      this.demandAllowAllOff(await this.look());
      return await (this.spec.rolledBy === 'engine' ? this.replace() : this.watch());
    } catch (error) {
      return { ok: false, detail: (error as Error).message };
    }
  }

  async stop(): Promise<StepOutcome> {
    return { ok: false, begun: false, detail: 'a pod of a StatefulSet cannot be stopped: its controller makes it anew' };
  }

  start(): Promise<StepOutcome> {
    return this.stop();
  }

  async logTail(): Promise<string> {
    const container = this.spec.container === undefined ? '' : `&container=${encodeURIComponent(this.spec.container)}`;
    const ask = (more: string) => this.context.api.ask({ method: 'GET', path: `${this.podPath}/log?tailLines=${SHOWN_LINES}${container}${more}` });
    try {
      // Of a container that ends again and again the last one that ended has something to say.
      const previous = await ask('&previous=true');
      const { status, body, text } = previous.status === 200 && previous.text !== '' ? previous : await ask('');
      this.context.api.demand(status, body, 'the log');
      return this.context.redact(text.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n'));
    } catch (error) {
      return `the log cannot be read: ${(error as Error).message}`;
    }
  }

  /** Deletes the pod that was looked at, and no other, then waits for its successor. */
  private async replace(): Promise<StepOutcome> {
    const { api, commandSeconds } = this.context;
    const before = await this.look();
    const gone = hopeless(before);
    if (gone !== undefined) {
      return { ok: false, detail: gone };
    }
    if (isRolling(before.statefulSet!)) {
      return { ok: false, begun: false, detail: `the StatefulSet's own controller is replacing pods: ${describeRollout(before)}` };
    }
    if (comesBackOld(before.statefulSet!)) {
      const detail = `below its partition the StatefulSet makes pods anew from the revision before: ${describeRollout(before)}; use the update strategy OnDelete`;
      return { ok: false, begun: false, detail };
    }
    if (before.pod !== undefined) {
      const preconditions = { uid: before.pod.metadata.uid };
      const answer = await api.ask({ method: 'DELETE', path: this.podPath, body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions } })
        .catch((error: KubernetesError) => error);
      const refused = refusalOf(answer);
      if (refused !== undefined) {
        return { ok: false, detail: this.context.redact(refused) };
      }
    }
    return this.waitFor(commandSeconds, before.pod?.metadata.uid);
  }

  /** Leaves the pod to its controller. */
  private watch(): Promise<StepOutcome> {
    return this.waitFor(this.context.readySeconds, undefined);
  }

  private async waitFor(seconds: number, formerUid: string | undefined): Promise<StepOutcome> {
    const { clock } = this.context;
    const end = clock.now() + seconds * 1000;
    for (;;) {
      const sight = await this.look();
      const against = sight.pod !== undefined && sight.pod.metadata.uid === formerUid ? ['the pod is still the old one'] : objections(sight);
      const lost = hopeless(sight);
      if (against.length === 0 && sight.pod !== undefined) {
        await this.annotate(sight.pod);
        return { ok: true, detail: describeRollout(sight) };
      }
      if (lost !== undefined || clock.now() >= end) {
        const why = lost ?? `not replaced within ${seconds} s: ${against.join('; ')}`;
        return { ok: false, detail: `${why} (${describeRollout(sight)})` };
      }
      await clock.sleep(POLL_MILLISECONDS);
    }
  }

  private async look(): Promise<Sight> {
    const { namespace, statefulSet, hiveMqPlatform } = this.spec;
    const names = [...new Set(Object.values(this.context.files).map((path) => placeOf(path).configMap))];
    // The StatefulSet after the pod: a pod that is as new as a set seen later is new enough.
    const pod = await this.object(this.podPath, POD);
    const configMaps = new Map<string, ConfigMap | undefined>();
    for (const name of names) {
      configMaps.set(name, await this.configMap(name));
    }
    return {
      pod,
      configMaps,
      statefulSet: await this.object(`/apis/apps/v1/namespaces/${namespace}/statefulsets/${statefulSet}`, STATEFUL_SET),
      ...(hiveMqPlatform === undefined ? {}
        : { platform: await this.demanded(`/apis/hivemq.com/v1/namespaces/${namespace}/hivemq-platforms/${hiveMqPlatform}`, PLATFORM, `the platform ${hiveMqPlatform}`) }),
    };
  }

  private demandAllowAllOff(sight: Sight): void {
    if ((this.context.needsAllowAllOff || sight.platform !== undefined) && allowAllOff(sight) === undefined) {
      throw new Error('nothing proves that hivemq-allow-all-extension is off, which lets everybody in while the extension that checks tokens does not run: '
        + 'disable it in the platform\'s values and name the platform (hiveMqPlatform), or set HIVEMQ_ALLOW_ALL_CLIENTS to false in the pod');
    }
  }

  private memoryObjections(pod: Pod | undefined, fingerprint: string): readonly string[] {
    const remembered = pod?.metadata.annotations[FINGERPRINT_ANNOTATION];
    if (remembered === undefined) {
      return this.context.namesSecrets ? ['its files name secrets, and no annotation says with which versions the pod was started'] : [];
    }
    return remembered === fingerprint ? [] : ['the pod was started with other settings, as its annotation says'];
  }

  private stateOf(pod: Pod): ProcessState {
    const { metadata, status, spec } = pod;
    const name = this.spec.container ?? spec.containers[0].name;
    const container = status.containerStatuses.find((one) => one.name === name);
    const running = container?.state.running;
    if (running === undefined) {
      const why = container?.state.waiting?.reason ?? container?.state.terminated?.reason ?? status.phase ?? 'unknown';
      return { state: 'stopped', detail: `the container ${name} of the pod ${metadata.uid} does not run: ${why}` };
    }
    const startedAt = Date.parse(running.startedAt ?? '');
    return {
      state: 'running',
      detail: `pod ${metadata.uid}, container ${name} started ${running.startedAt ?? 'at an unknown time'}`,
      // Where a controller rolls, the pod may have been replaced before the engine came to it; what it runs is then proved by `runs` alone.
      ...(this.spec.rolledBy === 'engine' ? { startText: `${metadata.uid} ${container?.containerID ?? ''} ${running.startedAt ?? ''}` } : {}),
      ...(Number.isNaN(startedAt) ? {} : { startedAt }),
    };
  }

  private async read(path: string): Promise<FoundFile | undefined> {
    if (isMarkerPath(path)) {
      return undefined;
    }
    const { configMap: name, key } = placeOf(path);
    const configMap = await this.configMap(name);
    const text = configMap?.data[key];
    return configMap === undefined || text === undefined ? undefined : { text, changedAt: lastWritten(configMap) };
  }

  private remember(path: string, text: string): void {
    if (!isMarkerPath(path)) {
      throw new Error(`${path} does not hold the settings, and ConfigMaps belong to Terraform: let the stack write it, and the restart depend on it`);
    }
    this.delivered = parseMarker(text)?.fingerprint;
  }

  /** What cannot be written here is missing later, so that the pod is replaced once more; nothing worse. */
  private async annotate({ metadata }: Pod): Promise<void> {
    if (this.spec.rolledBy === 'engine' && this.delivered !== undefined) {
      const body = { metadata: { uid: metadata.uid, annotations: { [FINGERPRINT_ANNOTATION]: this.delivered } } };
      await this.context.api.ask({ method: 'PATCH', path: this.podPath, body }).catch(() => undefined);
    }
  }

  private configMap(name: string): Promise<ConfigMap | undefined> {
    return this.object(`/api/v1/namespaces/${this.spec.namespace}/configmaps/${name}`, CONFIG_MAP);
  }

  private async demanded<T>(path: string, shape: z.ZodType<T>, what: string): Promise<T> {
    const found = await this.object(path, shape);
    if (found === undefined) {
      throw new Error(`${what} is not there`);
    }
    return found;
  }

  private async object<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> {
    const found = await this.context.api.get(path);
    if (found === undefined) {
      return undefined;
    }
    const parsed = shape.safeParse(found);
    if (!parsed.success) {
      throw new Error(`${path}: the answer has another shape than the API's documents say: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
    }
    return parsed.data;
  }

  private get podPath(): string {
    return `/api/v1/namespaces/${this.spec.namespace}/pods/${this.spec.pod}`;
  }
}

/** The engine keeps a marker beside a node's files; nothing is kept in ConfigMaps. */
function isMarkerPath(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('.broker-oauth-');
}

function placeOf(path: string): { readonly configMap: string; readonly key: string } {
  const slash = path.lastIndexOf('/');
  return { configMap: path.slice(0, slash), key: path.slice(slash + 1) };
}

/** Why a pod was not deleted, which asking again would not change; undefined where it was, was gone, was another one, or where nobody knows. */
function refusalOf(answer: KubernetesAnswer | KubernetesError): string | undefined {
  if (answer instanceof KubernetesError || answer.status < 300 || answer.status === 404 || answer.status === 409 || answer.status >= 500) {
    return undefined;
  }
  const message = (answer.body as { message?: unknown } | undefined)?.message;
  return `the pod cannot be deleted: status ${answer.status}${typeof message === 'string' ? `: ${message}` : ''}`;
}
