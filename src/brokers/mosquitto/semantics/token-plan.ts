import { createPublicKey, createSecretKey, KeyObject } from 'node:crypto';
import { ClaimPlan, readClaimPlan } from './claim-plan';
import { Reader, Troubles } from './reader';
import { readRevocationPlan, RevocationPlan } from './revocation';
import { JsonMembers } from '../../../preview/case';
import { Verdict } from '../../../preview/result';

/*
 * jwt.json as the token plugin's published schema reads it: null counts as absent, unknown members do not matter, a wrong type keeps the
 * plugin from loading. What prose forbids but the schema does not is a doubt. Source: docs.cedalo.com, "JWT Authentication".
 */

/** Where keys come from. */
export type KeyPlan =
  | { readonly kind: 'jwks'; readonly isFile: boolean; readonly isCached: boolean; readonly holdsSecrets: boolean }
  /** One key of the settings; undefined where its value stands on the node. */
  | { readonly kind: 'local'; readonly key: KeyObject | undefined; readonly why: string };

/** What the plugin does with tokens. */
export interface TokenPlan {
  readonly algorithm: string;
  readonly keys: KeyPlan;
  readonly lazyConnect: boolean;
  readonly claims: ClaimPlan;
  readonly revocation: RevocationPlan | undefined;
}

/** What became of reading the settings. */
export interface ReadPlan {
  /** Undefined where the settings are no JSON object or break the schema. */
  readonly plan: TokenPlan | undefined;
  /** Whether the plugin loads, as far as the file decides. */
  loads(laterClaims: Verdict): Loading;
}

/** Whether the plugin loads, and why. */
export interface Loading {
  readonly verdict: Verdict;
  readonly detail: string;
}

const readObjects = new WeakMap<object, ReadPlan>();
let lastText: { readonly text: string; readonly read: ReadPlan } | undefined;

/** Reads settings; the same text or object is read once. */
export function readPlan(settings: string | JsonMembers): ReadPlan {
  if (typeof settings === 'string') {
    if (lastText?.text !== settings) {
      lastText = { text: settings, read: read(parse(settings)) };
    }
    return lastText.read;
  }
  const known = readObjects.get(settings);
  if (known !== undefined) {
    return known;
  }
  const plan = read(settings);
  readObjects.set(settings, plan);
  return plan;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function read(settings: unknown): ReadPlan {
  if (settings === null || typeof settings !== 'object' || Array.isArray(settings)) {
    return { plan: undefined, loads: () => ({ verdict: false, detail: 'jwt.json is no JSON object' }) };
  }
  const troubles: Troubles = { broken: [], brokenLater: [], doubts: [] };
  const plan = planOf(new Reader(settings as JsonMembers, '', troubles), troubles);
  const loads = new Map<Verdict, Loading>([true, false, 'unknown' as const].map((laterClaims) => [laterClaims, loadsWith(troubles, laterClaims)]));
  return { plan: troubles.broken.length > 0 ? undefined : plan, loads: (laterClaims) => loads.get(laterClaims) as Loading };
}

function loadsWith({ broken, brokenLater, doubts }: Troubles, laterClaims: Verdict): Loading {
  const certain = laterClaims === true ? [...broken, ...brokenLater] : broken;
  if (certain.length > 0) {
    return { verdict: false, detail: `${certain.slice(0, 3).join('; ')}; what the broker does without the plugin is not documented` };
  }
  const open = laterClaims === 'unknown' ? [...brokenLater, ...doubts] : doubts;
  return open.length > 0
    ? { verdict: 'unknown', detail: `${open.slice(0, 3).join('; ')}; whether the plugin loads is not documented` }
    : { verdict: true, detail: 'conforms to the published schema' };
}

/** Where algorithm or keys are missing, troubles say so, and the plan is not used. */
function planOf(root: Reader, troubles: Troubles): TokenPlan {
  const algorithm = root.oneOf('algorithm', ['RS256', 'HS256']);
  const mode = root.oneOf('mode', ['jwks', 'local']);
  const version = root.any('version');
  if (version !== undefined && version !== 1 && version !== '1') {
    troubles.doubts.push('version is not 1');
  }
  const options = root.required('options');
  const modes = options?.required('modes');
  const keys = mode === 'local' ? localKeys(modes, algorithm, troubles) : jwksKeys(modes?.required('jwks'), algorithm, troubles);
  const claims = readClaimPlan(options?.object('common'));
  const revocation = readRevocationPlan(options?.object('revocation'), troubles);
  return { algorithm, keys, lazyConnect: options?.boolean('lazyConnect') === true, claims, revocation } as TokenPlan;
}

function jwksKeys(jwks: Reader | undefined, algorithm: string | undefined, troubles: Troubles): KeyPlan | undefined {
  if (jwks === undefined) {
    return undefined;
  }
  const [uri, filePath] = [jwks.text('uri'), jwks.text('filePath')];
  const cache = jwks.object('cache');
  jwks.number('timeoutMs');
  cache?.number('ttlMs');
  cache?.boolean('respectCacheHeaders');
  if (uri === undefined && filePath === undefined) {
    troubles.broken.push('options.modes.jwks has neither uri nor filePath');
  }
  if (algorithm === 'HS256') {
    troubles.doubts.push('HS256 goes with mode local: a key set holds public keys');
  }
  return {
    kind: 'jwks',
    isFile: uri === undefined,
    isCached: cache?.boolean('enabled') === true,
    holdsSecrets: algorithm === 'HS256',
  };
}

function localKeys(modes: Reader | undefined, algorithm: string | undefined, troubles: Troubles): KeyPlan | undefined {
  const plain = modes?.source('local', troubles);
  if (plain === undefined) {
    return undefined;
  }
  if (plain === '') {
    return { kind: 'local', key: undefined, why: 'the key stands in a variable or a file of the node' };
  }
  const key = algorithm === 'HS256' ? createSecretKey(Buffer.from(plain.text)) : publicKey(plain.text);
  if (key === undefined) {
    troubles.doubts.push('options.modes.local is no RSA public key in PEM form');
  }
  return { kind: 'local', key, why: 'the key in the settings cannot be read' };
}

function publicKey(pem: string): KeyObject | undefined {
  if (!/-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)) {
    return undefined;
  }
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}
