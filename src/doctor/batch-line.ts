import { isMembers } from './document';
import { Findings } from './finding';
import { readScopeList } from './scopes';
import { SignatureWord } from './signature';
import { GivenToken } from './token';
import { readJson } from '../oauth/json-reader';
import { JsonObject, JsonTree, dataOf } from '../oauth/json-tree';
import { CLAIM_KINDS, ClaimKind } from '../oauth/normalised-claims';

/** What may stand in a line; everything but id and idp may be left out or null. */
export interface DoctorCase {
  readonly id: string | number;
  readonly kind: ClaimKind;
  readonly issuer: string | undefined;
  /** As it stands, so that members that stand twice are seen. */
  readonly discovery: JsonTree | undefined;
  readonly jwks: JsonTree | undefined;
  readonly token: GivenToken | undefined;
  readonly signature: SignatureWord | undefined;
  readonly introspectionResponse: JsonTree | undefined;
  readonly needsIntrospection: boolean;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly now: number | undefined;
  readonly leewaySeconds: number;
  readonly allowHttpLoopback: boolean;
  /** What reading the line has found already. */
  readonly findings: Findings;
}

/** A line that cannot be judged. */
export interface LineProblem {
  readonly id: string | number | null;
  readonly problem: string;
}

const LONGEST_LINE = 10_000_000;

/** Reads a line. Never throws, and shows nothing of a token. */
export function readLine(text: string): DoctorCase | LineProblem {
  if (text.length > LONGEST_LINE) {
    return { id: null, problem: `a line has ${text.length} characters` };
  }
  const read = readJson(text);
  if (read.problem !== undefined) {
    return { id: null, problem: `a line is no JSON from character ${read.problem.at} on (${read.problem.kind})` };
  }
  return read.value instanceof JsonObject ? caseOf(read.value) : { id: null, problem: 'a line is no JSON object' };
}

const IDP_ALIASES: Readonly<Record<string, ClaimKind>> = { oidc: 'generic' };

/** What a member must be, told as the end of "must be". */
const SHAPES: Readonly<Record<string, readonly [string, (value: unknown) => boolean]>> = {
  id: ['a text or a number', (value) => typeof value === 'string' || typeof value === 'number'],
  idp: [`one of ${CLAIM_KINDS.join(', ')}`, (value) => kindOf(value) !== undefined],
  issuer: ['a text', isText],
  discovery: ['a JSON value', () => true],
  jwks: ['a JSON value', () => true],
  token: ['a text, or an object of header and claims',
    (value) => isText(value) || (isMembers(value) && Object.keys(value).sort().join() === 'claims,header')],
  signature: ['"valid" or "invalid"', (value) => value === 'valid' || value === 'invalid'],
  introspectionResponse: ['a JSON value', () => true],
  needsIntrospection: ['true or false', isBoolean],
  scopes: ['a list of texts, or a text', (value) => isText(value) || isTexts(value)],
  audiences: ['a list of texts, or a text', (value) => isText(value) || isTexts(value)],
  now: ['a number of seconds', (value) => Number.isFinite(value)],
  leewaySeconds: ['a number of seconds, not negative', (value) => Number.isFinite(value) && value as number >= 0],
  allowHttpLoopback: ['true or false', isBoolean],
};
const REQUIRED = ['id', 'idp'];

function caseOf(line: JsonObject): DoctorCase | LineProblem {
  const data = dataOf(line) as { readonly [name: string]: unknown };
  const id = SHAPES.id[1](data.id) ? data.id as string | number : null;
  const problem = shapeProblem(line, data);
  if (problem !== undefined) {
    return { id, problem };
  }
  const findings = new Findings();
  const tree = (name: string) => line.last(name) ?? undefined;
  const { scopes, audiences } = data;
  return {
    id: id!,
    kind: kindOf(data.idp)!,
    issuer: data.issuer as string ?? undefined,
    discovery: tree('discovery'),
    jwks: tree('jwks'),
    token: tokenIn(tree('token')),
    signature: data.signature as SignatureWord ?? undefined,
    introspectionResponse: tree('introspectionResponse'),
    needsIntrospection: data.needsIntrospection === true,
    scopes: typeof scopes === 'string' ? readScopeList(findings, scopes) : scopes as string[] ?? [],
    audiences: typeof audiences === 'string' ? [audiences] : audiences as string[] ?? [],
    now: data.now as number ?? undefined,
    leewaySeconds: data.leewaySeconds as number ?? 0,
    allowHttpLoopback: data.allowHttpLoopback === true,
    findings,
  };
}

function shapeProblem(line: JsonObject, data: { readonly [name: string]: unknown }): string | undefined {
  if (line.duplicate !== undefined) {
    return `${JSON.stringify(line.duplicate)} stands twice in a line`;
  }
  const missing = REQUIRED.find((name) => data[name] === undefined || data[name] === null);
  if (missing !== undefined) {
    return `${missing} is missing`;
  }
  for (const [name, value] of Object.entries(data)) {
    if (!Object.hasOwn(SHAPES, name)) {
      return `${JSON.stringify(name.slice(0, 40))} is no member of a line`;
    }
    const [expects, fits] = SHAPES[name];
    if (value !== null && !fits(value)) {
      return `${name} must be ${expects}`;
    }
  }
  return undefined;
}

function tokenIn(tree: JsonTree | undefined): GivenToken | undefined {
  return tree instanceof JsonObject ? { header: tree.last('header')!, claims: tree.last('claims')! } : tree as string | undefined;
}

function kindOf(value: unknown): ClaimKind | undefined {
  const name = typeof value === 'string' && Object.hasOwn(IDP_ALIASES, value) ? IDP_ALIASES[value] : value;
  return CLAIM_KINDS.find((kind) => kind === name);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}
