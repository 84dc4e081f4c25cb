import { EndpointAnswer, JsonMembers } from '../../../preview/case';
import { CheckList } from '../../../preview/check';
import { HiveMqEnableIntrospection, HiveMqJwtRealm } from '../settings';
import { INTROSPECTION } from './facts';
import { memberOf } from './token';

/*
 * The question to the identity provider. Only plain answers are known: active or not. Source: RFC 7662 section 2.2.
 */

/** Judges what the introspection endpoint says, where it is asked. */
export function judgeIntrospection(
  enable: HiveMqEnableIntrospection | undefined, realm: HiveMqJwtRealm, answer: EndpointAnswer | undefined, checks: CheckList,
): void {
  if (enable?.enabled !== true) {
    return;
  }
  if (realm.configuration?.introspectionEndpoint === undefined) {
    checks.unknown(INTROSPECTION, 'is switched on, but the realm has no introspection-endpoint');
  } else if (answer === undefined) {
    checks.skip(INTROSPECTION, 'the case does not say what the endpoint answers');
  } else {
    judgeAnswer(enable.sampling, answer, checks);
  }
}

function judgeAnswer(sampling: number | undefined, answer: EndpointAnswer, checks: CheckList): void {
  const active = activeOf(answer);
  if (active === true) {
    checks.pass(INTROSPECTION, 'the token is active');
  } else if (active === undefined) {
    checks.unknown(INTROSPECTION, 'the endpoint gives no prompt answer with active, and whether the client is then let in is not documented');
  } else if (sampling === undefined || sampling === 1) {
    checks.fail(INTROSPECTION, 'the token is not active');
  } else {
    checks.unknown(INTROSPECTION, `the token is not active, but sampling is ${sampling}, presumably the share of tokens that are asked about`);
  }
}

/** What the endpoint says in time; an answer after a delay may be too late, since the timeout's unit and default are not documented. */
function activeOf(answer: EndpointAnswer): boolean | undefined {
  if (answer.reachable === false || (answer.status ?? 200) !== 200 || (answer.delayMs ?? 0) > 0) {
    return undefined;
  }
  const { body } = answer;
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    return undefined;
  }
  const active = memberOf(body as JsonMembers, 'active');
  return typeof active === 'boolean' ? active : undefined;
}
