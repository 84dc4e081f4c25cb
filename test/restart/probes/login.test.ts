import { makeProbe } from '../../../src/restart/probes/make-probe';
import { PROBE } from '../../../src/restart/spec/probes';
import { tokenWith } from '../support/identity-provider';
import { MqttBroker } from '../support/mqtt-broker';
import { worldOf } from '../support/world';

const TOKEN = tokenWith({ sub: 'orders' });
let broker: MqttBroker;
beforeAll(async () => {
  broker = await MqttBroker.start({ accepted: [TOKEN] });
});
afterAll(() => broker.stop());

const probe = (name: string, more: object = {}) => makeProbe(
  PROBE.parse({
    kind: 'login', login: { kind: 'mqtt', host: '127.0.0.1', port: broker.ports.tcp, protocolVersion: '3.1.1' }, token: { kind: 'variable', name }, ...more,
  }),
  worldOf('lavinmq', { TOKEN, OTHER: 'other' }),
);

test.each<[string, string, object, object]>([
  ['a token that must be let in is', 'TOKEN', {}, { healthy: true, detail: 'token accepted: CONNACK 0, and answers' }],
  ['a token that must be let in is not', 'OTHER', {}, { healthy: false, detail: 'token refused, wanted accepted: CONNACK 5, not authorized' }],
  ['a token that must be kept out is', 'OTHER', { expected: 'refused' }, { healthy: true, detail: 'token refused: CONNACK 5, not authorized' }],
  ['a token that must be kept out is not', 'TOKEN', { expected: 'refused' }, { healthy: false, detail: 'token accepted, wanted refused: CONNACK 0, and answers' }],
  ['there is no token', 'NOBODY', {}, { healthy: false, detail: 'no token: the environment variable NOBODY is not set' }],
])('where %s', async (_name, variable, more, result) => {
  expect(await probe(variable, more).check(5)).toEqual(result);
});

test('the target is that of the login', () => {
  expect(probe('TOKEN').target).toBe(`login mqtt 3.1.1 127.0.0.1:${broker.ports.tcp}`);
});
