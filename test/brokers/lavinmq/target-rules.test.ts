import { UNKNOWN } from './support/settings';
import { LAVINMQ_TARGET_RULES, TargetSubject } from '../../../src/brokers/lavinmq/target-rules';
import { evaluate } from '../../../src/rules/rule';

function judge(subject: TargetSubject) {
  const { findings, preconditions, deferred } = evaluate(LAVINMQ_TARGET_RULES, subject);
  return [
    ...findings.map((found) => `${found.path} ${found.message} [${found.rule}]`),
    ...preconditions.map((found) => `precondition ${found.path}`),
    ...deferred.map((found) => `deferred ${found.path}`),
  ];
}

test.each<[TargetSubject, string[]]>([
  [{ instanceId: undefined, importFrom: undefined }, []],
  [{ instanceId: '1234', importFrom: undefined }, []],
  [{ instanceId: '1234', importFrom: '1234' }, []],
  [{ instanceId: UNKNOWN, importFrom: UNKNOWN }, ['precondition target.instanceId']],
  [{ instanceId: UNKNOWN, importFrom: '1234' }, ['precondition target.instanceId', 'deferred importFrom']],
  [{ instanceId: 'my-mq', importFrom: undefined }, ['target.instanceId must be a number in digits, got "my-mq" [LAVINMQ_CLOUDAMQP_INSTANCE_ID]']],
  [{ instanceId: undefined, importFrom: '1234' }, ['importFrom is set, but the target is not CloudAMQP, got "1234" [LAVINMQ_IMPORT_FROM]']],
  [{ instanceId: '1234', importFrom: '1235' }, ['importFrom must be the number of the target\'s instance, 1234, got "1235" [LAVINMQ_IMPORT_FROM]']],
])('%j', (subject, expected) => {
  expect(judge(subject)).toEqual(expected);
});
