import { BrokerReport } from './broker-check';
import { ProviderReport, Step } from './examine';
import { DoctorFinding, DoctorVerdict } from './finding';
import { section, table } from '../text/report-lines';
import { visible } from '../text/visible';

const VERDICTS: Readonly<Record<DoctorVerdict, string>> = {
  accept: 'fits', reject: 'does not fit', undetermined: 'may fit: not everything could be looked at',
};
const STEPS: Readonly<Record<Step['outcome'], string>> = { 'ok': 'ok', 'problem': 'PROBLEM', 'not looked at': 'open' };
const DECISIONS = { accept: 'lets in', reject: 'REFUSES', undetermined: 'open' } as const;

/** What was found out about one provider, as people read it. */
export function reportText(report: ProviderReport): string {
  return [
    `${visible(report.identityProvider)} (${report.kind}) ${VERDICTS[report.verdict]}.`,
    '',
    ...table(report.steps.map(({ step, outcome, detail }) => [step, STEPS[outcome], visible(detail)])),
    ...section('What the brokers make of it:', table(report.brokers.map(brokerRow))),
    ...section('Keys that a broker does not use for certain:', table(report.brokers.flatMap(keyRows))),
    ...section('Findings:', report.findings.flatMap(findingLines)),
    '',
  ].join('\n');
}

function brokerRow({ broker, title, version, decision, reason, detail, real }: BrokerReport): readonly string[] {
  const why = reason === null ? '' : `${reason}: ${visible(detail ?? '')}`;
  return [visible(broker), `${title} ${visible(version ?? '(any release)')}`, `${DECISIONS[decision]} ${real ? 'the token' : 'a made-up token'}`, why];
}

function keyRows({ broker, keys }: BrokerReport): readonly (readonly string[])[] {
  return keys.filter(({ used }) => used !== true).map(({ kid, used, detail }) =>
    [visible(broker), kid === null ? '(no kid)' : visible(kid), used === false ? 'not used' : 'open', visible(detail ?? '')]);
}

function findingLines({ rule, ref, level, message }: DoctorFinding): readonly string[] {
  return [`  ${level.padEnd(7)} ${ref.padEnd(3)} ${visible(message)} [${rule}]`];
}
