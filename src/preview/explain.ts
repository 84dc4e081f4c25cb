import { Check, CheckFact, CheckOutcome } from './check';
import { ActionResult, PreviewFailure, PreviewResult, Verdict } from './result';
import { visible } from '../text/visible';

const MARKS: Readonly<Record<CheckOutcome, string>> = { pass: 'ok     ', fail: 'REFUSED', skipped: 'skipped', unknown: 'unknown' };
const DECISIONS = { accept: 'lets the client in', reject: 'refuses the client', undetermined: 'may let the client in or not' } as const;

/** What an explanation needs to know of a broker. */
export interface Explained {
  readonly title: string;
  readonly facts: readonly CheckFact[];
}

/** The result as people read it: what the broker looked at, what it found, why it decided, what to change. */
export function explain(result: PreviewResult | PreviewFailure, broker: Explained): string {
  if ('error' in result) {
    return `${idOf(result)}cannot be judged: ${result.error.message} [${result.error.rule}]\n`;
  }
  const facts = new Map(broker.facts.map((fact) => [fact.rule, fact]));
  return [
    `${idOf(result)}${broker.title} ${result.brokerVersion ?? '(any release)'} ${DECISIONS[result.decision]}${because(result.reason)}.`,
    '',
    'What it looks at:',
    ...result.checks.map((check) => explainCheck(check, facts.get(check.rule))),
    ...section('What the client then is:', identity(result)),
    ...section('What it may do:', result.can.map(explainAction)),
    ...section('Worth knowing:', result.warnings.map((warning) => `  ${warning.message} [${warning.rule}]`)),
    ...section('What to change:', remedies(result, facts)),
    '',
  ].join('\n');
}

function idOf({ id }: { readonly id: string | null }): string {
  return id === null ? '' : `${visible(id)}: `;
}

function because(reason: string | null): string {
  return reason === null ? '' : ` (${reason})`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function explainCheck(check: Check, fact: CheckFact | undefined): string {
  return `  ${MARKS[check.outcome]} ${fact?.looksAt ?? check.rule}: ${visible(check.detail)}`;
}

function identity(result: PreviewResult): readonly string[] {
  const lines: string[] = [];
  const add = (name: string, value: unknown) => {
    if (value !== null) {
      lines.push(`  ${name}: ${visible(typeof value === 'string' ? value : JSON.stringify(value))}`);
    }
  };
  add('principal', result.principal);
  add('MQTT client id', result.mqttClientId);
  add('tags', result.tags?.join(', ') || null);
  result.permissions?.forEach((permission) => add('permission', permission));
  add('token expires at', result.expiresAt);
  add('is disconnected at', result.disconnectsAt);
  return lines;
}

const ANSWERS = new Map<Verdict, string>([[true, 'yes    '], [false, 'no     '], ['unknown', 'unknown']]);

function explainAction(entry: ActionResult): string {
  const where = [entry.vhost, entry.resource].filter((part) => part !== null).map((part) => JSON.stringify(part)).join(' ');
  return `  ${ANSWERS.get(entry.allowed)} ${visible(entry.action)} ${visible(where)}${because(entry.reason)}`;
}

function remedies(result: PreviewResult, facts: ReadonlyMap<string, CheckFact>): readonly string[] {
  const deciding = result.checks.filter((check) => check.outcome === 'fail' || check.outcome === 'unknown').map((check) => check.rule);
  const denied = result.can.filter((entry) => entry.allowed !== true).map((entry) => entry.reason);
  return [...new Set([...deciding, ...denied])].flatMap((rule) => {
    const fact = rule === null ? undefined : facts.get(rule);
    return fact === undefined ? [] : [`  ${fact.remedy} [${fact.rule}; ${fact.source}]`];
  });
}
