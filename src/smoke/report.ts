import { SmokedRestart, SmokeResult, TriedLogin } from './result';
import { section, table } from '../text/report-lines';
import { visible } from '../text/visible';

const VERDICTS = { 'as expected': 'ok', 'contradicted': 'WRONG', 'unclear': 'open' } as const;
const TOKENS = { accepted: 'good token', refused: 'bad token' } as const;

/** What was tried, as people read it. */
export function smokeText({ restarts }: SmokeResult): string {
  return restarts.map(restartText).join('\n');
}

function restartText(restart: SmokedRestart): string {
  const { broker, kind, brokerVersion, logins, notes } = restart;
  const rows = logins.map((login) => [
    VERDICTS[login.verdict], visible(login.node), visible(login.target), TOKENS[login.wanted], `foretold ${foretoldText(login)}`, login.seen,
  ]);
  return [
    `${visible(broker)} (${visible(kind)} ${visible(brokerVersion ?? 'of any release')})`,
    '',
    ...table(rows),
    ...section('What went wrong, or is open:', logins.filter(({ verdict }) => verdict !== 'as expected').map(complaint)),
    ...section('What it settled:', settledLines(logins)),
    ...section('Worth knowing:', notes.map((note) => `  ${visible(note)}`)),
    '',
  ].join('\n');
}

function foretoldText({ foretold, reason }: TriedLogin): string {
  return foretold === null ? 'nothing' : `${foretold}${reason === null ? '' : ` (${reason})`}`;
}

function complaint(login: TriedLogin): string {
  const { node, target, wanted, seen, detail, foretold } = login;
  const told = login.verdict === 'contradicted' && seen === wanted ? `, though the preview says ${foretold}` : '';
  return `  ${visible(node)}, ${visible(target)}: the ${TOKENS[wanted]} must be ${wanted} and is ${seen}${told}: ${visible(detail)}`;
}

/** Each step once, however many logins have settled it. */
function settledLines(logins: readonly TriedLogin[]): readonly string[] {
  const lines = logins.flatMap(({ settled, oneOf, wanted }) => [
    ...settled.map(({ rule, outcome }) => `  ${rule}: the ${TOKENS[wanted]} ${outcome === 'pass' ? 'passes' : 'fails'}`),
    ...oneOf.length === 0 ? [] : [`  one of ${oneOf.join(', ')} refuses the ${TOKENS[wanted]}`],
  ]);
  return [...new Set(lines)];
}
