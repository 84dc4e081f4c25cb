import { CHECKLIST_TEXTS } from './checklist-texts';
import { demandedValues, IdentityDemand, sortDemands } from './identity-demand';
import { ProviderModel } from './provider-model';
import { isUnresolvedText } from '../text/unresolved';

/** An application and what brokers demand for it. */
export interface ChecklistSubject {
  /** Path of the application construct. */
  readonly application: string;
  readonly clientId: string;
  readonly provider: Pick<ProviderModel, 'kind' | 'issuer'>;
  readonly demands: readonly IdentityDemand[];
}

/** What whoever administers the identity provider has to create, as Markdown. Same demands, same bytes. */
export function renderChecklist(subject: ChecklistSubject): string {
  const texts = CHECKLIST_TEXTS[subject.provider.kind];
  const demands = sortDemands(subject.demands);
  const fill = (sentence: string, value?: string) => fillIn(sentence, subject, value);
  const notes = demands.some(({ kind }) => kind === 'scope') ? texts.scopeNotes : [];
  return [
    `# ${texts.title}: ${code(subject.application)}`,
    '',
    `Issuer: ${code(subject.provider.issuer)}`,
    '',
    '## Client',
    '',
    ...texts.client.map((sentence) => `- [ ] ${fill(sentence)}`),
    ...(demands.length === 0 ? [] : ['', '## Demands of the brokers', '']),
    ...grouped(demands).flatMap((group) => [
      `- [ ] ${fill(texts.demands[group[0].kind], group[0].value)}`,
      ...group.map(({ broker, reason }) => `  - ${code(broker)}: ${plain(reason)}`),
    ]),
    ...notes.map((sentence) => `- [ ] ${fill(sentence)}`),
    '',
  ].join('\n');
}

/** What is left to do for an application that is created: to ask for tokens as the provider wants it. */
export function renderCreated(subject: ChecklistSubject, tokenRequest: readonly string[]): string {
  const fill = (sentence: string) => fillIn(sentence, subject, undefined);
  return [
    `# ${CHECKLIST_TEXTS[subject.provider.kind].title}: ${code(subject.application)}`,
    '',
    `Issuer: ${code(subject.provider.issuer)}`,
    '',
    'Client, audience, scopes and whatever else its tokens need are created with the stack.',
    ...(tokenRequest.length === 0 ? [] : ['', ...tokenRequest.map((sentence) => `- ${fill(sentence)}`)]),
    '',
  ].join('\n');
}

/** Demands of the same thing together. */
function grouped(demands: readonly IdentityDemand[]): readonly (readonly IdentityDemand[])[] {
  const groups = new Map<string, IdentityDemand[]>();
  for (const demand of demands) {
    const key = JSON.stringify([demand.kind, demand.value]);
    groups.set(key, [...(groups.get(key) ?? []), demand]);
  }
  return [...groups.values()];
}

function fillIn(sentence: string, subject: ChecklistSubject, value: string | undefined): string {
  const values: Readonly<Record<string, string>> = {
    client: code(subject.clientId),
    issuer: code(subject.provider.issuer),
    value: code(value ?? ''),
    audience: listed(demandedValues(subject.demands, 'audience')),
    scopes: listed(demandedValues(subject.demands, 'scope')),
  };
  return sentence.replace(/\{(client|issuer|value|audience|scopes)\}/g, (_, name: string) => values[name]);
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.map(code).join(', ');
}

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function escapeInvisible(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A code span that shows the text as it is: the fence is longer than any run of backticks inside. */
function code(text: string): string {
  if (isUnresolvedText(text)) {
    return '(known after apply)';
  }
  const visible = text.replace(INVISIBLE, escapeInvisible);
  const longest = Math.max(0, ...(visible.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 || /^ .* $/.test(visible) || visible === '' ? ' ' : '';
  return `${fence}${padding}${visible}${padding}${fence}`;
}

/** Text on one line that cannot start markup of its own. */
function plain(text: string): string {
  if (isUnresolvedText(text)) {
    return '(known after apply)';
  }
  return text.replace(INVISIBLE, escapeInvisible).replace(/[\\`*_[\]<>]/g, (character) => `\\${character}`);
}
