import { escapePlaces, readSpec, RestartSpecInput, valuePlace } from '../../src/restart/spec';

const NODE = {
  name: 'n1',
  files: { 'lavinmq.ini': '/etc/lavinmq/lavinmq.ini' },
  driver: { kind: 'command' as const, restart: ['systemctl', 'restart', 'lavinmq'] },
  probes: [{ kind: 'tcp' as const, host: 'n1', port: 5672 }],
};

const SPEC: RestartSpecInput = {
  schemaVersion: 1, broker: { kind: 'lavinmq', path: 'Stack/LavinMq' }, nodes: [NODE], stateDirectory: 'state',
};

test('fills in every default', () => {
  expect(readSpec(SPEC).spec).toEqual({
    schemaVersion: 1,
    broker: { kind: 'lavinmq', path: 'Stack/LavinMq', acknowledged: [], deferred: [], stated: {} },
    nodes: [{ ...NODE, secretVersions: {}, logins: [], decidesLogins: true, driver: { ...NODE.driver, environment: ['PATH', 'HOME', 'LANG'] } }],
    maxUnavailable: 1,
    deliver: 'before-restart',
    replaceWholeFile: false,
    timeouts: { commandSeconds: 120, readySeconds: 300, recoverySeconds: 600, probeSeconds: 5, smokeSeconds: 30, runSeconds: 21600 },
    checks: 3,
    checkIntervalSeconds: 2,
    settleSeconds: 0,
    canarySeconds: 0,
    restoreOnFailure: false,
    acceptLockout: false,
    overrides: [],
    stateDirectory: 'state',
    lock: {
      kind: 'hosts', waitSeconds: 0, folder: '/var/tmp/broker-oauth', ttlSeconds: 60, environment: ['PATH', 'HOME', 'LANG', 'SSH_AUTH_SOCK'],
    },
  });
});

test('is the same when it is read again', () => {
  const { spec } = readSpec(SPEC);
  expect(readSpec(JSON.parse(JSON.stringify(spec))).spec).toEqual(spec);
});

test.each([
  ['another version', { schemaVersion: 2 }, /^schemaVersion: /],
  ['an unknown member', { speed: 1 }, /Unrecognized key: "speed"/],
  ['a node name with a blank', { nodes: [{ ...NODE, name: 'a b' }] }, /^nodes\.0\.name: must hold no blanks/],
  ['a file name with a folder', { nodes: [{ ...NODE, files: { '../x': '/x' } }] }, /nodes\.0\.files/],
  ['a secret version with a line feed', { nodes: [{ ...NODE, secretVersions: { S: '1\n' } }] }, /nodes\.0\.secretVersions\.S/],
  ['no probe', { nodes: [{ ...NODE, probes: [] }] }, /nodes\.0\.probes/],
  ['an unknown driver', { nodes: [{ ...NODE, driver: { kind: 'magic' } }] }, /nodes\.0\.driver\.kind/],
  ['a password in a probe', { nodes: [{ ...NODE, probes: [{ kind: 'http', url: 'http://u:p@host/' }] }] }, /must not hold a user or a password/],
  ['a port out of range', { nodes: [{ ...NODE, probes: [{ kind: 'tcp', host: 'h', port: 70000 }] }] }, /nodes\.0\.probes\.0\.port/],
  ['no node down at all', { maxUnavailable: 0 }, /^maxUnavailable: /],
  ['an unknown gate', { overrides: ['everything'] }, /^overrides\.0: /],
  ['a token in two places', { token: { file: '/t', environmentVariable: 'T' } }, /must name a file or an environment variable/],
  ['a variable that is no name', { token: { environmentVariable: 'eyJhbGciOi.x' } }, /must be the name of an environment variable/],
])('refuses %s', (_name, change, problem) => {
  const read = readSpec({ ...SPEC, ...change });
  expect(read.problems?.join('\n')).toMatch(problem);
});

test('names every problem at once', () => {
  expect(readSpec({ ...SPEC, maxUnavailable: 0, checks: 0 }).problems).toHaveLength(2);
});

describe('places for values that only Terraform knows', () => {
  const spec = { ...SPEC, nodes: [{ ...NODE, probes: [{ kind: 'tcp', host: valuePlace(0), port: valuePlace(1) }, { kind: 'http', url: `http://${valuePlace(0)}/` }] }] };

  test('are filled', () => {
    expect(readSpec(spec, ['10.0.0.1', '5672']).spec?.nodes[0].probes).toEqual([
      { kind: 'tcp', host: '10.0.0.1', port: 5672 }, { kind: 'http', url: 'http://10.0.0.1/', status: [200] },
    ]);
  });

  test('are filled once, so that a value cannot ask for another', () => {
    expect(readSpec({ ...SPEC, stateDirectory: valuePlace(0) }, [valuePlace(1), 'x']).spec?.stateDirectory).toBe(valuePlace(1));
  });

  test('are refused when the value is missing', () => {
    expect(readSpec(spec, ['10.0.0.1']).problems).toEqual([
      '@{broker-oauth:1} stands for a value that only Terraform knows; run the engine through Terraform',
    ]);
  });
});

test.each(['@{broker-oauth:0}', '@@{broker-oauth:1}', 'a@{broker-oauth:x', '@@@ {broker-oauth:0}', '@{b}'])('a text of the user, %s, is no place', (text) => {
  expect(readSpec({ ...SPEC, stateDirectory: escapePlaces(text) }, ['wrong', 'wrong']).spec?.stateDirectory).toBe(text);
});
