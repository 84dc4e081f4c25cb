import { LineVerdict, runBatch, unreadableLine } from './batch';
import { isObject, readToken } from './case-files';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { CommandModule } from './command-module';
import { ExitCode } from './exit-code';
import { CLAIMS_IDP, CLAIMS_LINE, CLAIMS_TOKEN } from '../identity/claims-rules';
import { bytesOf, formOf, segmentsOf, textOf } from '../oauth/jwt';
import { CLAIM_KINDS, ClaimKind, Claims, normaliseClaims, NormalisedClaims } from '../oauth/normalised-claims';
import { CaseProblem, caseProblem } from '../preview/case-problem';
import { show } from '../text/show';
import { visible } from '../text/visible';

const EXAMPLES = `
Examples:
  broker-oauth claims --idp keycloak --token token.jwt
  broker-oauth claims --batch tokens.jsonl        lines {"id", "idp", "token"}

This is what the identity provider says. What a broker reads of a token is the broker's own; see broker-oauth preview.`;

/** What do the claims of this token say, whatever the identity provider calls them? */
export const CLAIMS_COMMAND: CommandModule = {
  define(command, io, finish) {
    command
      .option('--idp <kind>', CLAIM_KINDS.join(', '))
      .option('--token <file>', 'compact JWT, or JSON {"header": {...}, "claims": {...}}; - for the standard input')
      .option('--batch <file>', 'a token a line; prints a JSON object a line')
      .option('--json', 'print JSON')
      .addHelpText('after', EXAMPLES)
      .action(async (options: Options) => {
        finish(await run(io, options));
      });
  },
};

interface Options {
  readonly idp?: string;
  readonly token?: string;
  readonly batch?: string;
  readonly json?: boolean;
}

async function run(io: CliIo, { idp, token, batch, json }: Options): Promise<ExitCode> {
  if (batch !== undefined) {
    if (idp !== undefined || token !== undefined) {
      throw new CliError('--batch and --idp, --token exclude each other; a line holds everything itself');
    }
    return runBatch(io, batch, judgeLine);
  }
  if (idp === undefined || token === undefined) {
    throw new CliError('give --idp and --token, or --batch');
  }
  const found = read(idp, await readToken(io, token));
  if ('rule' in found) {
    throw new CliError(`${found.message} [${found.rule}]`);
  }
  found.warnings.forEach(({ rule, message }) => io.complain(`warning: ${visible(message)} [${rule}]\n`));
  io.write(json === true ? `${JSON.stringify(outputOf(found), undefined, 2)}\n` : describe(found));
  return ExitCode.GOOD;
}

function judgeLine(text: string): LineVerdict {
  const line = lineOf(text);
  if (line === undefined) {
    return unreadableLine(null, caseProblem(CLAIMS_LINE, 'the line is no JSON object'));
  }
  const id = typeof line.id === 'string' ? line.id : null;
  const found = read(line.idp, line.token);
  return 'rule' in found ? unreadableLine(id, found) : { output: JSON.stringify({ id, ...outputOf(found) }), code: ExitCode.GOOD };
}

function lineOf(text: string): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function read(idp: unknown, token: unknown): NormalisedClaims | CaseProblem {
  if (!isKind(idp)) {
    return caseProblem(CLAIMS_IDP, `idp ${show(idp)} is none of ${CLAIM_KINDS.join(', ')}`);
  }
  const claims = claimsOf(token);
  return claims === undefined ? caseProblem(CLAIMS_TOKEN, 'the token has no claims that can be read') : normaliseClaims(claims, idp);
}

function isKind(idp: unknown): idp is ClaimKind {
  return CLAIM_KINDS.some((kind) => kind === idp);
}

/** The claims of a token that is JSON, or signed and compact; of an encrypted one nothing can be read. */
function claimsOf(token: unknown): Claims | undefined {
  if (isObject(token)) {
    return isObject(token.claims) ? token.claims : undefined;
  }
  const [header, payload, ...rest] = typeof token === 'string' ? segmentsOf(token.trim()) : [];
  const isSigned = rest.length === 1 && [header, payload].every((segment) => formOf(segment).anyAlphabet && partOf(segment) !== undefined);
  return isSigned ? partOf(payload) : undefined;
}

function partOf(segment: string): Claims | undefined {
  const { text, isUtf8 } = textOf(bytesOf(segment));
  return isUtf8 ? lineOf(text) : undefined;
}

/** The keys of the contract, with the ids of warnings. */
function outputOf({ warnings, ...facts }: NormalisedClaims) {
  return { ...facts, warnings: warnings.map(({ rule }) => rule) };
}

function describe({ scopes, audiences, subject, clientId, machine, username }: NormalisedClaims): string {
  const list = (values: readonly string[]) => values.map(visible).join(', ') || '(none)';
  const text = (value: string | null) => (value === null ? '(none)' : visible(value));
  return [
    `scopes     ${list(scopes)}`,
    `audiences  ${list(audiences)}`,
    `subject    ${text(subject)}`,
    `client id  ${text(clientId)}`,
    `machine    ${machine ? 'yes' : 'no'}`,
    `user name  ${text(username)}`,
    '',
  ].join('\n');
}
