import { caseOfStruct } from './case-of-struct';
import { TokenPreviewCase } from './token-preview-case';
import { TokenPreviewAction, TokenPreviewCheck, TokenPreviewWarning } from './token-preview-parts';
import { PreviewDecision, PreviewOutcome, PreviewVerdict } from './vocabulary';
import { allKinds, semanticsOf } from '../../brokers/semantics-at-once';
import { ValidationError } from '../../rules/validation-error';
import { show } from '../../text/show';
import { JsonData, JsonMembers } from '../case';
import { CASE_BROKER, CaseError, CaseProblem, caseProblem } from '../case-problem';
import { CheckOutcome } from '../check';
import { explain, Explained } from '../explain';
import { preview } from '../preview';
import { checkCase, readCase, ReadCase } from '../read-case';
import { Decision, PreviewFailure, PreviewResult, Verdict } from '../result';

const DECISIONS: Readonly<Record<Decision, PreviewDecision>> = {
  accept: PreviewDecision.ACCEPT, reject: PreviewDecision.REJECT, undetermined: PreviewDecision.UNDETERMINED,
};
const OUTCOMES: Readonly<Record<CheckOutcome, PreviewOutcome>> = {
  pass: PreviewOutcome.PASS, fail: PreviewOutcome.FAIL, skipped: PreviewOutcome.SKIPPED, unknown: PreviewOutcome.UNKNOWN,
};

/**
 * What a broker would do with a token: whether it lets the client in, as whom, and what the client may do then, with the reason for each step.
 *
 * It is worked out from what is documented of the broker and its sources; nothing is asked over a network. What nobody knows is said to
 * be unknown. `preview` of a broker construct judges the settings of a stack.
 *
 * @example
 * import { PreviewSignature, TokenPreview } from 'cdktf-broker-oauth';
 *
 * const preview = TokenPreview.preview({
 *   broker: 'lavinmq',
 *   brokerVersion: '2.9.1',
 *   now: 1800000000,
 *   settings: '[main]\nauth_backends = local,oauth\n[oauth]\nissuer = https://sso.example.com\naudience = messaging\n',
 *   header: JSON.stringify({ alg: 'RS256', kid: 'k1' }),
 *   claims: JSON.stringify({
 *     iss: 'https://sso.example.com', aud: 'messaging', sub: 'orders', exp: 1800000600, iat: 1800000000, scope: 'write:%2F/orders',
 *   }),
 *   signature: PreviewSignature.VALID,
 *   can: ['write:%2F/orders'],
 * });
 * const why = preview.explanation();
 */
export class TokenPreview {
  /**
   * Judges a case.
   *
   * A case that makes no sense is an error; whatever stands in a token or in settings is judged as the broker judges it.
   */
  public static preview(input: TokenPreviewCase): TokenPreview {
    return judge(() => checkCase(caseOfStruct(input)));
  }

  /**
   * Judges a case given as JSON text, as its published schema has it.
   *
   * @param text one JSON object
   */
  public static previewJson(text: string): TokenPreview {
    return judge(() => readCase(text));
  }

  /** A result with what explains it. @internal */
  public static _of(result: PreviewResult, broker: Explained): TokenPreview {
    return new TokenPreview(result, broker);
  }

  /** Whether the broker lets the client in. */
  public readonly decision: PreviewDecision;
  /** Id of the first step that refuses, else of the first that leaves the decision open; undefined where the client is let in. */
  public readonly reason?: string;
  /** Whether the broker, or its part that judges tokens, starts with these settings. */
  public readonly loads: PreviewVerdict;
  /** Who the client is to the broker. */
  public readonly principal?: string;
  /** MQTT client id. */
  public readonly mqttClientId?: string;
  /** What the client may do, in the broker's own vocabulary; undefined where it is refused or nothing is known. */
  public readonly permissions?: { [name: string]: string }[];
  /** LavinMQ: the tags. */
  public readonly tags?: string[];
  /** The actions that were asked, in that order. */
  public readonly actions: TokenPreviewAction[];
  /** When the token expires, in seconds since the epoch. */
  public readonly expiresAt?: number;
  /** Whether the broker ends the connection by itself because of the token. */
  public readonly disconnects: PreviewVerdict;
  /** When it does, in seconds since the epoch. */
  public readonly disconnectsAt?: number;
  /** Whether the client's will is published then; undefined where it has none. */
  public readonly willPublished?: PreviewVerdict;
  /** What the broker looked at, in its own order. */
  public readonly checks: TokenPreviewCheck[];
  /** What is worth knowing beside the decision. */
  public readonly warnings: TokenPreviewWarning[];

  private constructor(private readonly result: PreviewResult, private readonly broker: Explained) {
    this.decision = DECISIONS[result.decision];
    this.reason = result.reason ?? undefined;
    this.loads = verdictOf(result.loads);
    this.principal = result.principal ?? undefined;
    this.mqttClientId = result.mqttClientId ?? undefined;
    this.permissions = result.permissions?.map(textsOf);
    this.tags = result.tags === null ? undefined : [...result.tags];
    this.actions = result.can.map(({ action, vhost, resource, allowed, reason }) => ({
      action, allowed: verdictOf(allowed), vhost: vhost ?? undefined, resource: resource ?? undefined, reason: reason ?? undefined,
    }));
    this.expiresAt = result.expiresAt ?? undefined;
    const { disconnectsAt } = result;
    this.disconnects = verdictOf(typeof disconnectsAt === 'string' ? disconnectsAt : disconnectsAt !== null);
    this.disconnectsAt = typeof disconnectsAt === 'number' ? disconnectsAt : undefined;
    this.willPublished = result.willPublished === null ? undefined : verdictOf(result.willPublished);
    this.checks = result.checks.map((check) => ({ ...check, outcome: OUTCOMES[check.outcome] }));
    this.warnings = result.warnings.map((warning) => ({ ...warning }));
  }

  /** The whole as people read it: what the broker looked at, what it found, why it decided, what to change. */
  public explanation(): string {
    return explain(this.result, this.broker);
  }

  /** The result as JSON text, as its published schema has it. */
  public toJson(): string {
    return JSON.stringify(this.result);
  }
}

function verdictOf(verdict: Verdict): PreviewVerdict {
  if (verdict === 'unknown') {
    return PreviewVerdict.UNKNOWN;
  }
  return verdict ? PreviewVerdict.YES : PreviewVerdict.NO;
}

/** One permission with its values as text; what does not apply is left out. */
function textsOf(permission: JsonMembers): { [name: string]: string } {
  return Object.fromEntries(Object.entries(permission).filter(([, value]) => value !== null)
    .map(([name, value]: [string, JsonData]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
}

function judge(read: () => ReadCase): TokenPreview {
  const { input, problem } = readSafely(read);
  if (input === undefined) {
    throw previewError(problem);
  }
  const semantics = semanticsOf(input.broker);
  if (semantics === undefined) {
    throw previewError(caseProblem(CASE_BROKER, `broker ${show(input.broker)} is none of ${allKinds().join(', ')}`));
  }
  return TokenPreview._of(resultOrError(preview(semantics, input)), semantics);
}

function readSafely(read: () => ReadCase): ReadCase {
  try {
    return read();
  } catch (error) {
    if (error instanceof CaseError) {
      return { id: null, problem: error.problem };
    }
    throw error;
  }
}

/** The result; an error where the case could not be judged. */
export function resultOrError(result: PreviewResult | PreviewFailure, path?: string): PreviewResult {
  if ('error' in result) {
    throw previewError(result.error, path);
  }
  return result;
}

/** The error for a case that cannot be judged. */
export function previewError({ rule, message }: CaseProblem, path = 'TokenPreview'): ValidationError {
  return new ValidationError([{ path, text: `${message} [${rule}]` }]);
}
