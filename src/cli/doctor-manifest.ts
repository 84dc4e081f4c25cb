import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { semanticsFor } from './judge';
import { inputName, readInput, refuseSharedStdin } from './read-input';
import { brokerCore } from '../brokers/registry';
import { TokenNeeds } from '../brokers/token-needs';
import { BrokerInQuestion } from '../doctor/broker-check';
import { ProviderInQuestion, TokenRequest } from '../doctor/examine';
import { Credentials, Reply } from '../doctor/ports';
import { HttpPolicy } from '../doctor/web-address';
import { Manifest, ManifestBroker, ManifestIdentityProvider, parseManifest } from '../manifest/manifest';
import { CLAIM_KINDS, ClaimKind } from '../oauth/normalised-claims';
import { manifestCase } from '../preview/manifest-case';
import { show } from '../text/show';

/*
 * From options and a manifest to what the doctor looks at.
 */

/** Options as given. */
export interface DoctorOptions {
  readonly manifest?: string;
  readonly broker?: string;
  readonly idp?: string;
  readonly issuer?: string;
  readonly token?: string;
  readonly clientId?: string;
  readonly clientSecretEnv?: string;
  readonly clientSecretFile?: string;
  readonly clientAuth?: string;
  readonly scope?: readonly string[];
  readonly audience?: string;
  readonly resource?: string;
  readonly introspectionUrl?: string;
  readonly introspectionClientId?: string;
  readonly introspectionClientSecretEnv?: string;
  readonly introspectionClientSecretFile?: string;
  readonly discovery?: string;
  readonly jwks?: string;
  readonly username?: string;
  readonly mqttClientId?: string;
  readonly allowHttpLoopback?: boolean;
  readonly caFile?: string;
  readonly timeout?: string;
  readonly batch?: string;
  readonly json?: boolean;
}

/** The identity providers to look at, each with its brokers. */
export async function providersInQuestion(io: CliIo, options: DoctorOptions): Promise<readonly ProviderInQuestion[]> {
  refuseSharedStdin({
    '--manifest': options.manifest,
    '--token': options.token,
    '--client-secret-file': options.clientSecretFile,
    '--introspection-client-secret-file': options.introspectionClientSecretFile,
    '--discovery': options.discovery,
    '--jwks': options.jwks,
    '--ca-file': options.caFile,
  });
  const parsed = parseManifest(await readInput(io, options.manifest!));
  if ('problem' in parsed) {
    throw new CliError(`${inputName(options.manifest!)} ${parsed.problem}`);
  }
  const { manifest } = parsed;
  const brokers = options.broker === undefined ? manifest.brokers : [named(manifest.brokers, options.broker, '--broker')];
  const known = options.idp === undefined ? manifest.identityProviders : [named(manifest.identityProviders, options.idp, '--idp')];
  const providers = known.filter(({ path }) => options.idp !== undefined || brokers.some(({ identityProvider }) => identityProvider === path));
  if (providers.length === 0) {
    throw new CliError(`${inputName(options.manifest!)} has no identity provider that a broker relies on`);
  }
  const isOneMeant = [options.issuer, options.token, options.clientId, options.discovery, options.jwks].some((given) => given !== undefined);
  if (isOneMeant && providers.length > 1) {
    throw new CliError(`name the identity provider that is meant by --idp: ${providers.map(({ path }) => path).join(', ')}`);
  }
  const given = await givenOf(io, options);
  return Promise.all(providers.map((provider) => providerOf(manifest, provider, brokers, options, given)));
}

/** Everything that must not be shown. */
export function secretsOf({ token, tokenRequest, introspectionCaller }: ProviderInQuestion): readonly string[] {
  const secrets = [token, tokenRequest?.credentials.secret, introspectionCaller?.secret].filter((one): one is string => one !== undefined);
  return secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
}

interface Given {
  readonly clock: () => number;
  readonly token: string | undefined;
  readonly tokenRequest: TokenRequest | undefined;
  readonly caller: Credentials | undefined;
  readonly documents: ProviderInQuestion['given'];
}

async function givenOf(io: CliIo, options: DoctorOptions): Promise<Given> {
  const { credentials, caller } = await credentialsOf(io, options);
  const isOffline = options.discovery !== undefined || options.jwks !== undefined;
  if (options.token !== undefined && credentials !== undefined) {
    throw new CliError('--token and --client-id exclude each other');
  }
  if (isOffline && (credentials !== undefined || caller !== undefined)) {
    throw new CliError('--discovery and --jwks fetch nothing, so no client can ask; give --token');
  }
  const { scope = [], audience, resource } = options;
  return {
    clock: () => io.now(),
    token: options.token === undefined ? undefined : (await readInput(io, options.token)).trim(),
    tokenRequest: credentials === undefined ? undefined : { credentials, scopes: scope, audience, resource },
    caller,
    documents: {
      ...options.discovery === undefined ? {} : { discovery: await fileReply(io, options.discovery) },
      ...options.jwks === undefined ? {} : { keys: await fileReply(io, options.jwks) },
    },
  };
}

async function fileReply(io: CliIo, path: string): Promise<Reply> {
  return { status: 200, contentType: 'application/json', text: await readInput(io, path), redirected: false };
}

async function credentialsOf(io: CliIo, options: DoctorOptions) {
  const { clientAuth = 'basic' } = options;
  if (clientAuth !== 'basic' && clientAuth !== 'post') {
    throw new CliError(`--client-auth must be basic or post, got ${show(clientAuth)}`);
  }
  const one = async (flag: string, clientId?: string, variable?: string, file?: string): Promise<Credentials | undefined> => {
    if (clientId === undefined) {
      if (variable !== undefined || file !== undefined) {
        throw new CliError(`a secret is given without ${flag}-id`);
      }
      return undefined;
    }
    return { clientId, secret: await secretOf(io, variable, file, flag), method: clientAuth };
  };
  return {
    credentials: await one('--client', options.clientId, options.clientSecretEnv, options.clientSecretFile),
    caller: await one(
      '--introspection-client', options.introspectionClientId, options.introspectionClientSecretEnv, options.introspectionClientSecretFile,
    ),
  };
}

async function secretOf(io: CliIo, variable: string | undefined, file: string | undefined, flag: string): Promise<string> {
  if ((variable === undefined) === (file === undefined)) {
    throw new CliError(`give ${flag}-secret-env or ${flag}-secret-file, one of them`);
  }
  const secret = variable === undefined ? (await readInput(io, file!)).replace(/\r?\n$/, '') : process.env[variable];
  if (secret === undefined || secret === '') {
    throw new CliError(variable === undefined ? `${inputName(file!)} is empty` : `the environment variable ${show(variable)} is not set`);
  }
  return secret;
}

async function providerOf(
  manifest: Manifest, provider: ManifestIdentityProvider, brokers: readonly ManifestBroker[], options: DoctorOptions, given: Given,
): Promise<ProviderInQuestion> {
  const own = await Promise.all(brokers.filter(({ identityProvider }) => identityProvider === provider.path).map(brokerInQuestion));
  return {
    path: provider.path,
    kind: kindOf(provider.kind),
    issuer: issuerOf(provider, options.issuer),
    jwksUri: provider.jwksUri === null || isOpen(provider.jwksUri) ? undefined : provider.jwksUri,
    brokers: own,
    applications: manifest.applications.filter(({ identityProvider }) => identityProvider === provider.path),
    policy: policyOf(own, options.allowHttpLoopback === true),
    given: given.documents,
    token: given.token,
    tokenRequest: given.tokenRequest,
    introspectionCaller: given.caller,
    introspectionUrl: options.introspectionUrl,
    login: { username: options.username, mqttClientId: options.mqttClientId },
    clock: given.clock,
  };
}

/** What plain http weighs is what it weighs for the strictest broker. */
function policyOf(brokers: readonly BrokerInQuestion[], loopback: boolean): HttpPolicy {
  const isLenient = brokers.length > 0 && brokers.every(({ needs }) => needs?.plainHttp === 'unwise');
  return { loopback, level: isLenient ? 'warning' : 'error' };
}

function issuerOf({ issuer, path }: ManifestIdentityProvider, given: string | undefined): string {
  if (given === undefined && isOpen(issuer)) {
    throw new CliError(`the issuer of ${path} is known only at apply (${show(issuer)}); give it by --issuer`);
  }
  return given ?? issuer;
}

/** Whether Terraform fills a place of the text at apply. */
function isOpen(text: string): boolean {
  return text.includes('${');
}

function kindOf(kind: string): ClaimKind {
  return CLAIM_KINDS.find((known) => known === kind) ?? 'generic';
}

async function brokerInQuestion(broker: ManifestBroker): Promise<BrokerInQuestion> {
  const semantics = await semanticsFor(broker.kind);
  if ('error' in semantics) {
    throw new CliError(`${broker.path}: ${semantics.error.message}`);
  }
  return { path: broker.path, version: broker.brokerVersion, semantics, parts: manifestCase(semantics, broker), needs: needsOf(broker) };
}

function needsOf({ kind, brokerVersion, files }: ManifestBroker): TokenNeeds | undefined {
  const core = brokerCore(kind);
  const version = brokerVersion ?? undefined;
  const settings: unknown = core?.parse(Object.fromEntries(files.map(({ name, text }) => [name, text])), version).settings;
  return settings === undefined ? undefined : core?.needs(settings, version);
}

function named<T extends { readonly path: string }>(all: readonly T[], wanted: string, flag: string): T {
  const exact = all.filter(({ path }) => path === wanted);
  // The last part of a path will do where it is the only one.
  const found = exact.length > 0 ? exact : all.filter(({ path }) => path.endsWith(`/${wanted}`));
  if (found.length !== 1) {
    const known = all.map(({ path }) => path).join(', ') || 'none';
    throw new CliError(`${flag} ${show(wanted)} is ${found.length === 0 ? 'not in the manifest' : 'ambiguous'}; there is ${known}`);
  }
  return found[0];
}
