import { publish } from '../preview/schemas';
import { described, listOf, objectOf, oneOf, orNull, TEXT } from '../preview/shape';

const VERDICT = oneOf('as expected', 'contradicted', 'unclear');

const LOGIN = objectOf({
  node: TEXT,
  target: described(TEXT, 'where the token was tried'),
  wanted: described(oneOf('accepted', 'refused'), 'what must become of the token'),
  foretold: described(oneOf('accept', 'reject', 'undetermined', null), 'what the preview says'),
  reason: described(orNull(TEXT), 'id of the step of the preview that decides'),
  seen: oneOf('accepted', 'refused', 'unclear'),
  detail: TEXT,
  verdict: VERDICT,
  settled: described(listOf(objectOf({ rule: TEXT, outcome: oneOf('pass', 'fail') })), 'steps that were unknown to the preview'),
  oneOf: described(listOf(TEXT), 'steps one of which refuses the token'),
});

/** The shape of what `broker-oauth smoke --json` prints. */
export const SMOKE_SHAPE = objectOf({
  verdict: VERDICT,
  restarts: listOf(objectOf({
    spec: TEXT, broker: TEXT, kind: TEXT, brokerVersion: orNull(TEXT), logins: listOf(LOGIN), notes: listOf(TEXT),
  })),
});

/** The JSON Schema that is published, by file name. */
export function smokeSchemas(): { readonly [name: string]: object } {
  return { 'smoke-result.schema.json': publish('Result of the smoke test', SMOKE_SHAPE) };
}
