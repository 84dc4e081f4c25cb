import { z } from 'zod';
import { Endpoint } from '../kafka-wire/open-socket';
import { TlsSpec } from '../tls-files';

/* What Aiven's API says of a service. Fields by aiven/go-client-codegen, handler/service/service.go. */

const PROGRESS = z.object({ phase: z.string(), completed: z.boolean().nullish(), current: z.number().nullish(), max: z.number().nullish() });

// One page of the documentation calls a node's name `node_name`.
const NODE = z.object({
  name: z.string().nullish(), node_name: z.string().nullish(), state: z.string(), progress_updates: z.array(PROGRESS).nullish(),
});

const COMPONENT = z.object({
  component: z.string(),
  host: z.string(),
  port: z.number().int().min(1).max(65535),
  route: z.string().nullish(),
  usage: z.string().nullish(),
  ssl: z.boolean().nullish(),
  kafka_authentication_method: z.string().nullish(),
  kafka_ssl_ca: z.string().nullish(),
});

const SERVICE = z.object({
  service: z.object({ state: z.string(), node_states: z.array(NODE).nullish(), components: z.array(COMPONENT).nullish() }),
});

/** A service as its API tells it. */
export type AivenService = z.infer<typeof SERVICE>['service'];

/** Which listener is wanted. */
export interface WantedListener {
  readonly route: string;
  readonly letsEncrypt: boolean;
  readonly tls: TlsSpec;
}

/** The service in an answer; undefined where there is none. */
export function readService(value: unknown): AivenService | undefined {
  return SERVICE.safeParse(value).data?.service;
}

/** What shows that the service is being worked on; undefined where the API shows nothing. */
export function unrest({ state, node_states: nodes }: AivenService): string | undefined {
  const busy = (nodes ?? []).filter((node) => node.state !== 'running').map((node) => {
    const now = [...node.progress_updates ?? []].reverse().find(({ completed }) => completed !== true);
    const share = now === undefined ? '' : ` (${now.phase}${now.current == null || now.max == null ? '' : ` ${now.current} of ${now.max}`})`;
    return `${node.name ?? node.node_name ?? 'a node'} is ${node.state}${share}`;
  });
  const all = [...state === 'RUNNING' ? [] : [`the service is ${state}`], ...busy];
  return all.length === 0 ? undefined : all.join(', ');
}

/** The SASL listener through which brokers are found, or what there is instead. */
export function bootstrapOf(
  { components }: AivenService, { route, letsEncrypt, tls }: WantedListener,
): { readonly endpoint: Endpoint } | { readonly problem: string } {
  const listeners = (components ?? []).filter((one) => one.component === 'kafka' && one.kafka_authentication_method === 'sasl');
  const authority = letsEncrypt ? 'letsencrypt' : 'project_ca';
  const found = listeners.find((one) => (one.route ?? 'dynamic') === route && (one.usage ?? 'primary') === 'primary'
    // Without a word it is the project's own authority.
    && (one.kafka_ssl_ca ?? 'project_ca') === authority);
  if (found === undefined) {
    const offered = listeners.map((one) => `${one.route} with ${one.kafka_ssl_ca ?? 'project_ca'}`).join(', ') || 'none; is kafka_authentication_methods.sasl on?';
    return { problem: `the service has no SASL listener on the route ${route} with ${authority}; it has ${offered}` };
  }
  return { endpoint: { host: found.host, port: found.port, ...found.ssl === false ? {} : { tls } } };
}
