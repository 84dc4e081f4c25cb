import { SERVICE_CONSTRUCT_RULES } from '../../../src/brokers/aiven-kafka/service-place-rules';
import { evaluate } from '../../../src/rules/rule';

type Subject = Parameters<(typeof SERVICE_CONSTRUCT_RULES)[number]['check']>[0];

const GOOD: Subject = { project: 'p', serviceName: 's', hasService: true, serviceType: 'aiven_kafka', mergeIntoService: true };

function told(more: Partial<Subject>): readonly string[] {
  const { findings, preconditions } = evaluate(SERVICE_CONSTRUCT_RULES, { ...GOOD, ...more });
  return [...findings.map(({ rule, path, message }) => `${rule} ${path} ${message}`), ...preconditions.map(({ rule, path }) => `${rule} ${path} at apply`)];
}

test.each<[Partial<Subject>, readonly string[]]>([
  [{}, []],
  [{ mergeIntoService: false, hasService: false, serviceType: undefined }, []],
  [{ mergeIntoService: false }, []],
  [{ project: '${aiven_kafka.x.project}' }, ['KAFKA_SERVICE_REFERENCE project refers to the service\'s own resource, got "${aiven_kafka.x.project}"']],
  [{ serviceName: '${aiven_kafka.x.service_name}' },
    ['KAFKA_SERVICE_REFERENCE serviceName refers to the service\'s own resource, got "${aiven_kafka.x.service_name}"']],
  [{ project: 'a b' }, ['KAFKA_SERVICE_NAME project must be a name without blanks, got "a b"']],
  [{ serviceName: '' }, ['KAFKA_SERVICE_NAME serviceName must be a name without blanks, got ""']],
  [{ serviceName: 'a b' }, ['KAFKA_SERVICE_NAME serviceName must be a name without blanks, got "a b"']],
  [{ serviceName: '${TfToken[TOKEN.1]}' }, ['KAFKA_SERVICE_NAME serviceName at apply']],
  [{ serviceType: 'aiven_pg' }, ['KAFKA_SERVICE_KIND service must be an aiven_kafka resource, got "aiven_pg"']],
  [{ hasService: false, serviceType: 'aiven_pg' }, ['KAFKA_SERVICE_KIND service is missing, and mergeIntoService needs it']],
])('where the settings of a service go: %j', (more, expected) => {
  expect(told(more)).toEqual(expected);
});
