import { dirname, resolve } from 'node:path';
import { brokerCore } from '../brokers/registry';
import { brokerSemantics } from '../brokers/semantics-registry';
import { parseManifest } from '../manifest/manifest';
import { CaseParts } from '../preview/case-parts';
import { writtenCase } from '../preview/manifest-case';
import { BrokerSemantics } from '../preview/semantics';
import { readKeptInput } from '../restart/engine/kept-input';
import { localKeySource } from '../restart/engine/key-source';
import { knowledgeOf } from '../restart/engine/knowledge';
import { LOCAL_CLOCK } from '../restart/engine/local-clock';
import { InputError, loadInput, loadSpec } from '../restart/engine/read-input';
import { verifySignature } from '../restart/engine/signature';
import { userNameFor } from '../restart/logins/login-identity';
import { makeLogin } from '../restart/logins/make-login';
import { checkClientId } from '../restart/logins/mqtt';
import { Environment } from '../restart/payload';
import { redactor } from '../restart/redact';
import { secretVariables } from '../restart/secret-variables';
import { readSmallFile } from '../restart/small-file';
import { NodeSpec, RestartSpec } from '../restart/spec';
import { LoginSpec } from '../restart/spec/logins';
import { TokenSource } from '../restart/spec/token-source';
import { withOtherSignature } from '../restart/tokens/spoiled-token';
import { tokenFrom } from '../restart/tokens/token-from';
import { World } from '../restart/world';
import { foretell } from '../smoke/foretell';
import { Foretold, judgeLogin, SmokedRestart, TriedLogin, WantedOutcome } from '../smoke/result';
import { show } from '../text/show';

/*
 * The part of `broker-oauth smoke` that speaks to brokers. It is a file of its own beside the command line, which is not to load the
 * clients of every protocol when it only judges a token.
 */

/** What is asked. */
export interface SmokeQuestion {
  readonly manifest?: string;
  readonly spec?: string;
  /** Path of the broker in the manifest. */
  readonly broker?: string;
  readonly nodes: readonly string[];
  /** Sources that stand for those of the specs. */
  readonly accepted?: TokenSource;
  readonly refused?: TokenSource;
  readonly timeoutSeconds?: number;
  readonly environment: Environment;
  /** Seconds since the epoch, asked at each login. */
  readonly now: () => number;
}

/** What was tried, and what must not be shown; or why nothing could be tried. */
export type SmokeAnswer =
  | { readonly restarts: readonly SmokedRestart[]; readonly secrets: readonly string[]; readonly problem?: undefined }
  | { readonly restarts?: undefined; readonly problem: string };

const LARGEST_MANIFEST = 10_000_000;

/** Nothing can be tried; the text says why and what to do. */
class NothingToTry extends Error {}

/** Tries tokens at the logins of a manifest's restarts, or of one spec. Never throws for what servers do. */
export async function runSmoke(question: SmokeQuestion): Promise<SmokeAnswer> {
  try {
    const paths = question.spec === undefined ? await specsOf(question.manifest!, question.broker) : [question.spec];
    const specs = await Promise.all(paths.map((path) => openSpec(path, question.environment)));
    refuseUnknownNodes(specs, question.nodes);
    const secrets: string[] = [];
    const restarts: SmokedRestart[] = [];
    for (const spec of specs) {
      restarts.push(await smokeSpec(spec, question, secrets));
    }
    if (restarts.every(({ logins }) => logins.length === 0)) {
      throw new NothingToTry(['no login was tried; give nodes `logins` in the stack', ...restarts.flatMap(({ notes }) => notes)].join('; '));
    }
    return { restarts, secrets };
  } catch (error) {
    if (error instanceof NothingToTry || error instanceof InputError) {
      return { problem: error.message };
    }
    throw error;
  }
}

async function specsOf(path: string, broker: string | undefined): Promise<readonly string[]> {
  const { bytes, problem } = await readSmallFile(path, LARGEST_MANIFEST);
  if (bytes === undefined) {
    throw new NothingToTry(problem);
  }
  const parsed = parseManifest(bytes.toString('utf8'));
  if ('problem' in parsed) {
    throw new NothingToTry(`${path} ${parsed.problem}`);
  }
  const { restarts } = parsed.manifest;
  const found = restarts.filter((restart) => broker === undefined || restart.broker === broker || restart.broker.endsWith(`/${broker}`));
  if (found.length === 0) {
    const known = restarts.map((restart) => restart.broker).join(', ') || 'none';
    throw new NothingToTry(`${path} has no restart${broker === undefined ? '' : ` of ${JSON.stringify(broker)}`}; brokers with a restart: ${known}`);
  }
  return found.map(({ spec }) => resolve(dirname(path), spec));
}

interface OpenSpec {
  readonly path: string;
  readonly spec: RestartSpec;
}

async function openSpec(path: string, environment: Environment): Promise<OpenSpec> {
  const kept = await readKeptInput(path);
  return { path, spec: await loadSpec(path, { ...kept?.environment, ...environment }) };
}

function refuseUnknownNodes(specs: readonly OpenSpec[], names: readonly string[]): void {
  const known = [...new Set(specs.flatMap(({ spec }) => spec.nodes.map(({ name }) => name)))];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new NothingToTry(`--node ${unknown.map(show).join(' and ')} is none of the nodes; there is ${known.join(', ')}`);
  }
}

interface Tried {
  readonly token: string;
  readonly wanted: WantedOutcome;
  readonly signature: 'good' | 'bad' | 'unknown';
}

async function smokeSpec({ path, spec }: OpenSpec, question: SmokeQuestion, secrets: string[]): Promise<SmokedRestart> {
  const world: World = {
    spec,
    stateFolder: resolve(dirname(path), spec.stateDirectory),
    environment: question.environment,
    redact: redactor(question.environment, secretVariables(spec)),
    clock: LOCAL_CLOCK,
    // Nothing is changed on any node.
    leaseNumber: () => undefined,
  };
  const notes: string[] = [];
  const asked = askedNodes(spec, question.nodes, notes);
  const answer = { spec: path, broker: spec.broker.path, kind: spec.broker.kind, brokerVersion: spec.broker.version ?? null };
  if (asked.length === 0) {
    return { ...answer, logins: [], notes };
  }
  const settings = await settingsOf(path, spec, question.environment, notes);
  const tokens = await tokensOf(spec, question, world, settings?.keys ?? [], notes);
  secrets.push(...tokens.map(({ token }) => token));
  const logins: TriedLogin[] = [];
  for (const node of asked) {
    for (const login of node.logins) {
      for (const tried of tokens) {
        logins.push(await tryLogin({ node, login, tried, settings, question, world }));
      }
    }
  }
  return { ...answer, logins, notes };
}

/** Nodes with logins; those that pass tokens on to others are asked only by name. */
function askedNodes(spec: RestartSpec, names: readonly string[], notes: string[]): readonly NodeSpec[] {
  const wanted = spec.nodes.filter(({ name }) => names.length === 0 || names.includes(name));
  return wanted.filter(({ name, logins, decidesLogins }) => {
    if (logins.length === 0) {
      notes.push(`node ${name} has no logins`);
    } else if (!decidesLogins && names.length === 0) {
      notes.push(`node ${name} judges no token itself; name it by --node to try it all the same`);
    }
    return logins.length > 0 && (decidesLogins || names.length > 0);
  });
}

/** What a preview needs of the settings. */
interface Settings {
  readonly semantics: BrokerSemantics;
  readonly parts: CaseParts;
  /** Places of the identity provider's keys. */
  readonly keys: readonly string[];
}

async function settingsOf(path: string, spec: RestartSpec, environment: Environment, notes: string[]): Promise<Settings | undefined> {
  const { kind, version, stated, acknowledged } = spec.broker;
  const semantics = brokerSemantics(kind);
  const core = brokerCore(kind);
  try {
    const { payload, notice } = await loadInput(path, undefined, environment);
    const parts = semantics === undefined || core === undefined ? undefined : writtenCase(semantics, { files: payload.files, open: [], stated });
    if (semantics === undefined || core === undefined || parts === undefined) {
      notes.push(`nothing is foretold, since ${JSON.stringify(kind)} is no broker that can be previewed`);
    } else if ('rule' in parts) {
      notes.push(`nothing is foretold: ${parts.message}`);
    } else {
      if (notice !== undefined) {
        notes.push(notice);
      }
      return { semantics, parts, keys: knowledgeOf(core, version, acknowledged).requirements(payload.files).requirements?.keys ?? [] };
    }
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    notes.push(`nothing is foretold: ${error.message}`);
  }
  return undefined;
}

async function tokensOf(
  spec: RestartSpec, question: SmokeQuestion, world: World, keys: readonly string[], notes: string[],
): Promise<readonly Tried[]> {
  const accepted = question.accepted ?? spec.smoke?.accepted;
  // A bad token of the spec belongs to the good one of the spec.
  const refused = question.refused ?? (question.accepted === undefined ? spec.smoke?.refused : undefined);
  if (accepted === undefined) {
    throw new NothingToTry('no token that must be let in is named; set acceptedToken of the restart, or give --token or --token-env');
  }
  const good = await had(accepted, world, 'the token that must be let in');
  const bad = refused === undefined ? withOtherSignature(good) : await had(refused, world, 'the token that must be kept out');
  if (bad === undefined) {
    notes.push('no bad token was tried, since the good one has no signature that could be spoiled; give --refused-token or --refused-token-env');
  }
  const signatureOf = async (token: string) => (await verifySignature(token, keys, localKeySource)).verdict;
  return [
    { token: good, wanted: 'accepted', signature: await signatureOf(good) },
    ...bad === undefined ? [] : [{ token: bad, wanted: 'refused' as const, signature: refused === undefined ? 'bad' as const : await signatureOf(bad) }],
  ];
}

async function had(source: TokenSource, world: World, what: string): Promise<string> {
  const { token, problem } = await tokenFrom(source, world);
  if (token === undefined) {
    throw new NothingToTry(`${what} cannot be had: ${problem}`);
  }
  return token;
}

interface Attempt {
  readonly node: NodeSpec;
  readonly login: LoginSpec;
  readonly tried: Tried;
  readonly settings: Settings | undefined;
  readonly question: SmokeQuestion;
  readonly world: World;
}

async function tryLogin({ node, login, tried, settings, question, world }: Attempt): Promise<TriedLogin> {
  const { token, wanted, signature } = tried;
  const { kind, version } = world.spec.broker;
  const check = makeLogin(login, world);
  const { outcome: seen, detail } = await check.login(token, question.timeoutSeconds ?? world.spec.timeouts.probeSeconds);
  const client = { token, signature, now: question.now(), ...sentBy(login, kind, token) };
  const foretold = settings === undefined ? undefined : foretell(settings.semantics, settings.parts, version, client);
  const told: Foretold | undefined = typeof foretold === 'string' ? undefined : foretold;
  const shown = world.redact(typeof foretold === 'string' ? `${detail}; nothing is foretold: ${foretold}` : detail);
  return judgeLogin({ node: node.name, target: check.target, wanted, seen, detail: shown }, told);
}

/** What a login sends besides the token. */
function sentBy(login: LoginSpec, kind: string, token: string) {
  switch (login.kind) {
    case 'mqtt':
      return { protocol: 'mqtt' as const, username: userNameFor(kind, token, login), mqttClientId: login.clientId ?? checkClientId() };
    case 'amqp':
      return { protocol: 'amqp' as const, username: userNameFor(kind, token, login) };
    default:
      return {};
  }
}
