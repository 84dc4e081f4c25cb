import { z } from 'zod';
import { Files } from '../../brokers/broker-core';
import { SERVICE_FILES } from '../../brokers/registry';
import { canonicalJson } from '../../text/canonical';
import { askHttp } from '../bounded-http';
import { Environment } from '../payload';
import { PreflightSpec } from '../spec';

/** The settings of today as native files; none where tokens are not in use yet; or why they cannot be read. */
export type CurrentSettings =
  | { readonly files: Files; readonly problem?: undefined }
  | { readonly files?: undefined; readonly problem: string };

/** Environment variables that hold the keys of the services. */
export const SERVICE_KEYS = { cloudamqp: 'CLOUDAMQP_APIKEY', aiven: 'AIVEN_TOKEN' } as const;

const LARGEST_ANSWER = 4 * 1024 * 1024;
const TIMEOUT_SECONDS = 30;
const NOTHING: CurrentSettings = { files: {} };

type Source<Kind extends PreflightSpec['kind']> = PreflightSpec & { readonly kind: Kind };

/**
 * Reads the OAuth configuration of a CloudAMQP instance, under the names that its Terraform resource uses.
 *
 * Source: cloudamqp/terraform-provider-cloudamqp, api/oauth2_configuration.go.
 */
export async function readCloudAmqp(source: Source<'cloudamqp'>, environment: Environment): Promise<CurrentSettings> {
  const key = environment[SERVICE_KEYS.cloudamqp];
  if (!key) {
    return { problem: `${SERVICE_KEYS.cloudamqp} is not set, so the settings of instance ${source.instanceId} cannot be read` };
  }
  const authorization = `Basic ${Buffer.from(`:${key}`).toString('base64')}`;
  const url = `${base(source.baseUrl)}/api/instances/${encodeURIComponent(source.instanceId)}/oauth2-configurations`;
  const answer = await askJson(url, authorization);
  if (answer.problem !== undefined || answer.absent) {
    return answer.absent ? NOTHING : { problem: answer.problem! };
  }
  const parsed = z.record(z.string(), z.unknown()).safeParse(answer.value);
  if (!parsed.success) {
    return { problem: `${url} answered with something else than a configuration` };
  }
  const attributes = Object.entries(parsed.data)
    .filter(([name, value]) => value !== null && value !== '' && !['id', 'cluster_id', 'created_at', 'updated_at'].includes(name))
    // The provider calls this field by a shorter name.
    .map(([name, value]) => [name === 'oauth_disable_basic_auth' ? 'disable_basic_auth' : name, value]);
  return { files: { [SERVICE_FILES.cloudamqp]: canonicalJson(Object.fromEntries(attributes), 2) } };
}

const AIVEN_SERVICE = z.object({
  service: z.object({ user_config: z.record(z.string(), z.unknown()) }),
});

/**
 * Reads the part of an Aiven service's user configuration that decides about tokens.
 *
 * Without a key set URL the service does not offer OAUTHBEARER, so nobody can be locked out.
 * Source: aiven.io/docs/products/kafka/howto/enable-oidc.
 */
export async function readAiven(source: Source<'aiven'>, environment: Environment): Promise<CurrentSettings> {
  const token = environment[SERVICE_KEYS.aiven];
  if (!token) {
    return { problem: `${SERVICE_KEYS.aiven} is not set, so the settings of ${source.project}/${source.service} cannot be read` };
  }
  const path = `/v1/project/${encodeURIComponent(source.project)}/service/${encodeURIComponent(source.service)}`;
  const url = `${base(source.baseUrl)}${path}`;
  const answer = await askJson(url, `aivenv1 ${token}`);
  if (answer.problem !== undefined || answer.absent) {
    return answer.absent ? NOTHING : { problem: answer.problem! };
  }
  const parsed = AIVEN_SERVICE.safeParse(answer.value);
  if (!parsed.success) {
    return { problem: `${url} answered with something else than a service` };
  }
  const config = parsed.data.service.user_config;
  const kafka = members(config.kafka, (name) => name.startsWith('sasl_oauthbearer_'));
  if (kafka.sasl_oauthbearer_jwks_endpoint_url === undefined) {
    return NOTHING;
  }
  const current = {
    kafka,
    kafka_authentication_methods: members(config.kafka_authentication_methods, (name) => name === 'sasl'),
    sasl_oauthbearer_allowed_urls: config.sasl_oauthbearer_allowed_urls ?? undefined,
  };
  return { files: { [SERVICE_FILES.aiven]: canonicalJson(current, 2) } };
}

function members(value: unknown, wanted: (name: string) => boolean): Record<string, unknown> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([name, member]) => wanted(name) && member !== null && member !== ''));
}

function base(url: string): string {
  return url.replace(/\/+$/, '');
}

interface JsonAnswer {
  readonly value?: unknown;
  readonly absent?: boolean;
  readonly problem?: string;
}

async function askJson(url: string, authorization: string): Promise<JsonAnswer> {
  const answer = await askHttp({
    url, timeoutSeconds: TIMEOUT_SECONDS, largestBody: LARGEST_ANSWER, headers: { authorization, accept: 'application/json' },
  });
  if (answer.problem !== undefined) {
    return { problem: `${url}: ${answer.problem}` };
  }
  if (answer.status === 404 || answer.status === 410) {
    return { absent: true };
  }
  if (answer.status !== 200 || answer.cut) {
    return { problem: `${url}: ${answer.cut ? 'an answer that is too long' : `status ${answer.status}`}` };
  }
  try {
    return { value: JSON.parse(answer.body) };
  } catch {
    return { problem: `${url}: an answer that is no JSON` };
  }
}
