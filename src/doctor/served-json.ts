import { duplicateIn } from './duplicates';
import { DoctorRule, Findings } from './finding';
import { Reply } from './ports';
import { MEDIA_TYPE, NO_REDIRECT } from './provider-rules';
import { MEMBERS_ONCE } from './token-rules';
import { readJson } from '../oauth/json-reader';
import { dataOf } from '../oauth/json-tree';
import { show } from '../text/show';

/** Deepest nesting of what a provider serves. */
const DEEPEST = 64;

/** Reads what was served as JSON, and judges how it was served; undefined where it cannot be used. */
export function readServed(findings: Findings, rule: DoctorRule, what: string, reply: Reply): unknown {
  if (reply.problem !== undefined) {
    findings.broken(rule, `${what}: ${reply.problem}`);
    return undefined;
  }
  if (reply.status !== 200) {
    findings.broken(rule, `${what} answers with status ${reply.status}`);
    return undefined;
  }
  const read = readJson(reply.text, DEEPEST);
  if (read.problem !== undefined) {
    findings.broken(rule, `${what} is no JSON: ${describe(reply.text, read.problem.kind)}`);
    return undefined;
  }
  const twice = duplicateIn(read.value);
  if (twice !== undefined) {
    findings.broken(MEMBERS_ONCE, `${show(twice)} stands twice in ${what}`);
  }
  if (reply.redirected) {
    findings.broken(NO_REDIRECT, `${what} is found only behind a redirect`);
  }
  if (!/^application\/([\w.-]+\+)?json$/.test(reply.contentType)) {
    findings.broken(MEDIA_TYPE, `${what} has the type ${reply.contentType === '' ? '(none)' : show(reply.contentType)}`);
  }
  return dataOf(read.value);
}

function describe(text: string, kind: string): string {
  if (/^\s*<(!doctype|html)/i.test(text)) {
    return 'it is a web page';
  }
  return kind === 'depth' ? `it is nested more than ${DEEPEST} levels deep` : text === '' ? 'it is empty' : 'its syntax is broken';
}
