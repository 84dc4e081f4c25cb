import { checkFingerprints, checkSpec } from '../../../src/restart/engine/spec-rules';
import { readSpec, RestartSpecInput } from '../../../src/restart/spec';

type NodeInput = RestartSpecInput['nodes'][number];

const node = (name: string, more: Partial<NodeInput> = {}): NodeInput => ({
  name,
  files: { 'a.conf': `/etc/${name}/a.conf` },
  driver: { kind: 'command', restart: ['restart'], pidFile: '/run/x.pid' },
  probes: [{ kind: 'tcp', host: name, port: 1 }],
  ...more,
});

function rulesOf(more: Partial<RestartSpecInput>, files: { [name: string]: string } = { 'a.conf': '' }): string[] {
  const { spec } = readSpec({ schemaVersion: 1, broker: { kind: 'fake', path: 'x' }, nodes: [node('n1'), node('n2'), node('n3')], stateDirectory: 's', ...more });
  return checkSpec(spec!, files).map((found) => `${found.level} ${found.rule} ${found.path}`);
}

test('finds nothing wrong with a sound spec', () => {
  expect(rulesOf({})).toEqual([]);
});

test.each<[string, Partial<RestartSpecInput>, string[]]>([
  ['a file that the broker does not render', { nodes: [node('n1', { files: { 'b.conf': '/b' } }), node('n2'), node('n3')] }, ['error RESTART_FILE_UNKNOWN nodes[0].files']],
  ['nothing to restart with', { nodes: [node('n1', { driver: { kind: 'command', pidFile: '/p', stop: ['x'] } }), node('n2'), node('n3')] },
    ['error RESTART_COMMAND_REQUIRED nodes[0].driver']],
  ['no evidence', { nodes: [node('n1', { driver: { kind: 'command', restart: ['x'] } }), node('n2'), node('n3')] }, ['warning RESTART_NO_EVIDENCE nodes[0].driver']],
  ['a file that two nodes share', { nodes: [node('n1'), node('n2', { files: { 'a.conf': '/etc/n1/a.conf' } }), node('n3')] }, ['error RESTART_FILES_SHARED nodes']],
  ['a shared file when the gate is overridden', {
    nodes: [node('n1'), node('n2', { files: { 'a.conf': '/etc/n1/a.conf' } }), node('n3')], overrides: ['shared-files'],
  }, []],
  ['too many nodes at once', { maxUnavailable: 2 }, ['error RESTART_MAX_UNAVAILABLE maxUnavailable']],
])('finds %s', (_name, more, expected) => {
  expect(rulesOf(more)).toEqual(expected);
});

test('asks for stop and start of every node where files are delivered in between', () => {
  expect(rulesOf({ deliver: 'while-stopped' })).toHaveLength(3);
  const both = { driver: { kind: 'command' as const, stop: ['x'], start: ['x'], pidFile: '/p' } };
  expect(rulesOf({ deliver: 'while-stopped', nodes: [node('n1', both), node('n2', both), node('n3', both)] })).toEqual([]);
});

describe('fingerprints', () => {
  const paths = (given: { [name: string]: string } | undefined) => checkFingerprints({ n1: 'aa', n2: 'bb' }, given).map((found) => `${found.rule} ${found.path}`);

  test.each<[string, { [name: string]: string } | undefined, string[]]>([
    ['are not compared when the engine is run by hand', undefined, []],
    ['agree', { n1: 'aa', n2: 'bb' }, []],
    ['differ', { n1: 'aa', n2: 'cc' }, ['RESTART_FINGERPRINT_AGREES nodes.n2']],
    ['are missing', { n1: 'aa' }, ['RESTART_FINGERPRINT_AGREES nodes.n2']],
    ['are of a node that is not there', { n1: 'aa', n2: 'bb', n3: 'cc' }, ['RESTART_FINGERPRINT_AGREES nodes.n3']],
  ])('%s', (_name, given, expected) => {
    expect(paths(given)).toEqual(expected);
  });
});
