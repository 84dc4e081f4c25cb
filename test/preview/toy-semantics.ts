import { AskedAction, PreviewCase } from '../../src/preview/case';
import { oneReading, settingsText } from '../../src/preview/case-parts';
import { CASE_ACTION, caseProblem } from '../../src/preview/case-problem';
import { CheckFact, CheckList } from '../../src/preview/check';
import { BrokerSemantics, outcomeOf } from '../../src/preview/semantics';
import { KnownReleases } from '../../src/rules/version';

const fact = (rule: string): CheckFact => ({ rule, looksAt: `the ${rule}`, remedy: `change the ${rule}`, source: 'a page' });

export const DOOR = fact('TOY_DOOR');
export const GUARD = fact('TOY_GUARD');
export const RIGHT = fact('TOY_RIGHT');

/** A broker that lets everybody in until 1.1, asks a guard since 1.2, and whose guard says nothing known since 2.0. */
export const TOY: BrokerSemantics = {
  kind: 'toy',
  title: 'Toy',
  releases: new KnownReleases(['1.0', '1.1', '1.2', '2.0']),
  changes: ['1.2', '2.0'],
  facts: [DOOR, GUARD, RIGHT],
  readAction(asked) {
    const action = typeof asked === 'string' ? { action: asked.slice(0, 2), resource: asked.slice(3) } : asked;
    return action.action === 'do' ? action : caseProblem(CASE_ACTION, 'unknown action');
  },
  caseOf: (written) => oneReading({ settings: settingsText(written, 'toy.conf') }),
  evaluate(input: PreviewCase, release: string) {
    const checks = new CheckList();
    checks.pass(DOOR, 'open');
    if (release === '1.2') {
      checks.judge(GUARD, input.username === 'alice', `met ${input.username ?? 'nobody'}`);
    } else if (release === '2.0') {
      checks.unknown(GUARD, 'was silent');
    }
    const can = ({ resource }: AskedAction) => (resource === 'secret' ? { allowed: false, reason: RIGHT.rule } : { allowed: true, reason: null });
    return outcomeOf(checks, { principal: 'someone', permissions: [{ release }], expiresAt: 5, disconnectsAt: release === '2.0' ? 'unknown' : 5, can });
  },
};
