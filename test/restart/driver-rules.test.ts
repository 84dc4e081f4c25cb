import { DRIVER_RULES } from '../../src/restart/driver-rules';
import { planRestart } from '../../src/restart/plan';
import { RestartNodeSubject, RestartSubject } from '../../src/restart/restart-rules';
import { evaluate } from '../../src/rules/rule';

const TOKEN = '${TfToken[TOKEN.1]}';
const DOCKER = { kind: 'docker', container: 'mosquitto-a' };
const COMPOSE = { kind: 'compose', service: 'mosquitto' };
const POD = { kind: 'kubernetes', namespace: 'brokers', statefulSet: 'broker', pod: 'broker-0' };
const EXTENSION = { kind: 'hivemq-extension', extensionsFolder: '/opt/hivemq/extensions', logFile: '/opt/hivemq/log/hivemq.log' };
const FILES = { 'config.xml': 'ese-1/config.xml' };

function judge(node: Partial<RestartNodeSubject>, deliver = 'before-restart') {
  const subject: RestartSubject = {
    plan: planRestart({ nodes: [{ name: 'n1' }, { name: 'n2' }], maxUnavailable: 1 }),
    nodes: [{ name: 'n1', files: FILES, driver: DOCKER, probes: [], secretVersions: {}, ...node }],
    rendered: [], deliver, neededDelivery: deliver, overrides: [],
  };
  const { findings, deferred } = evaluate(DRIVER_RULES, subject);
  return { found: findings.map(({ rule, level, path, message }) => `${level} ${rule} ${path} ${message}`), deferred };
}

describe('the rules of drivers for containers, pods and extensions', () => {
  test.each([
    [{ driver: DOCKER }],
    [{ driver: { ...COMPOSE, recreate: true } }],
    [{ driver: { ...COMPOSE, filesIn: 'container' } }],
    [{ driver: POD }],
    [{ driver: { ...POD, rolledBy: 'controller', hiveMqPlatform: 'prod' } }],
    [{ driver: POD, secretVersions: { key: '2' } }],
    [{ driver: EXTENSION }],
    // Of other kinds their own rules judge.
    [{ driver: { kind: 'command', recreate: 1 } }],
  ])('find nothing in %j', (node) => {
    expect(judge(node)).toEqual({ found: [], deferred: [] });
  });

  test.each<[Partial<RestartNodeSubject>, string, string]>([
    [{ driver: { ...DOCKER, container: '-f' } }, 'before-restart',
      'error RESTART_DRIVER_OPTIONS nodes[0].driver.container must be the name or the id of a container'],
    [{ driver: { ...POD, namespace: 'A' } }, 'before-restart',
      'error RESTART_DRIVER_OPTIONS nodes[0].driver.namespace must be a DNS label: lower-case letters, digits and `-`'],
    [{ driver: { ...EXTENSION, extension: '../x' } }, 'before-restart', 'error RESTART_DRIVER_OPTIONS nodes[0].driver.extension must be the id of an extension'],
    [{ driver: POD }, 'while-stopped', 'error RESTART_KUBERNETES_NODE nodes[0].driver cannot deliver while the node is stopped'],
    [{ driver: POD, files: { 'config.xml': '/opt/config.xml' } }, 'before-restart',
      'error RESTART_KUBERNETES_NODE nodes[0].files must be the name of a ConfigMap, a slash and a key'],
    [{ driver: { ...POD, rolledBy: 'controller' }, secretVersions: { key: '2' } }, 'before-restart',
      'warning RESTART_KUBERNETES_SECRETS nodes[0].secretVersions is not proved on pods that a controller replaces'],
    [{ driver: { ...COMPOSE, recreate: true, filesIn: 'container' } }, 'before-restart',
      'error RESTART_CONTAINER_FILES nodes[0].driver.recreate cannot be true where files are in the container'],
  ])('of %j with delivery %s say: %s', (node, deliver, said) => {
    expect(judge(node, deliver).found).toEqual([expect.stringContaining(said)]);
  });

  test('leave to the engine what only Terraform knows', () => {
    expect(judge({ driver: { ...POD, namespace: TOKEN } })).toEqual({ found: [], deferred: [expect.objectContaining({ rule: 'RESTART_DRIVER_OPTIONS' })] });
    expect(judge({ driver: POD, files: { 'config.xml': `${TOKEN}/config.xml` } }))
      .toEqual({ found: [], deferred: [expect.objectContaining({ rule: 'RESTART_KUBERNETES_NODE' })] });
    expect(judge({ driver: { ...POD, rolledBy: 'controller' }, secretVersions: { key: TOKEN } }).found).toHaveLength(1);
    expect(judge({ driver: { ...COMPOSE, service: TOKEN, recreate: true, filesIn: 'container' } }).found).toHaveLength(1);
  });
});
