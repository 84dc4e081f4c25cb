import { RESTART_ACCOUNTS_TWICE, RESTART_CLUSTER_OPTIONS } from '../../src/restart/cluster-rules';
import { evaluate } from '../../src/rules/rule';

const TOKEN = '${TfToken[TOKEN.1]}';
const node = (nodeId: number, more: object = {}) => ({ nodeId, host: 'kafka.example.com', port: 9092, ...more });

const judge = (cluster: object | undefined) => {
  const { findings, deferred } = evaluate([RESTART_CLUSTER_OPTIONS], {
    nodes: [{ name: 'k1', files: {} }, { name: 'k2', files: {} }],
    cluster: cluster as { [option: string]: unknown },
  });
  return [...findings.map((found) => `${found.path} ${found.message}`), ...deferred.map((found) => `deferred ${found.path}`)];
};

describe('RESTART_CLUSTER_OPTIONS', () => {
  test.each<[string, object | undefined, readonly (string | RegExp)[]]>([
    ['no cluster', undefined, []],
    ['every node', { kind: 'kafka', nodes: { k1: node(1), k2: node(2) } }, []],
    ['more nodes than restart, such as controllers', { kind: 'kafka', nodes: { k1: node(1), k2: node(2), c1: node(3) } }, []],
    ['a node that is missing', { kind: 'kafka', nodes: { k1: node(1) } }, ['cluster.nodes must hold k2, got ["k1"]']],
    ['one id twice', { kind: 'kafka', nodes: { k1: node(1), k2: node(1) } }, ['cluster.nodes k1 and k2 have the same nodeId, 1']],
    ['an id below zero', { kind: 'kafka', nodes: { k1: node(-1), k2: node(2) } }, [/^cluster\.nodes\.k1\.nodeId /]],
    ['a host that only Terraform knows', { kind: 'kafka', nodes: { k1: node(1, { host: TOKEN }), k2: node(2) } }, ['deferred cluster']],
    ['a host that only Terraform knows, and a node that is missing', { kind: 'kafka', nodes: { k1: node(1, { host: TOKEN }) } },
      ['cluster.nodes must hold k2, got ["k1"]', 'deferred cluster']],
  ])('on %s', (_case, cluster, found) => {
    expect(judge(cluster)).toEqual(found.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))));
  });
});

describe('RESTART_ACCOUNTS_TWICE', () => {
  const accountsAt = (...names: string[]) => ['m1', 'm2', 'm3'].map((name) => ({
    name, files: { 'jwt.json': '/jwt.json', ...(names.includes(name) ? { 'dynamic-security.json': '/data/dynamic-security.json' } : {}) },
  }));

  test.each<[string, readonly string[], object | undefined, readonly string[]]>([
    ['no cluster', ['m1', 'm2', 'm3'], undefined, []],
    ['a cluster without a control API', ['m1', 'm2', 'm3'], { kind: 'mosquitto' }, []],
    ['a control API that leaves accounts alone', ['m1', 'm2', 'm3'], { kind: 'mosquitto', controlApi: { accounts: false } }, []],
    ['files without accounts', [], { kind: 'mosquitto', controlApi: {} }, []],
    ['accounts in the files of one node', ['m2'], { kind: 'mosquitto', controlApi: {} }, ['nodes[1].files']],
    ['accounts in the files of two nodes', ['m1', 'm3'], { kind: 'mosquitto', controlApi: { accounts: true } }, ['nodes[0].files', 'nodes[2].files']],
  ])('on %s', (_case, names, cluster, places) => {
    const { findings } = evaluate([RESTART_ACCOUNTS_TWICE], { nodes: accountsAt(...names), cluster: cluster as { [option: string]: unknown } });
    expect(findings.map(({ path }) => path)).toEqual(places);
    findings.forEach(({ message }) => expect(message).toBe('must not hold dynamic-security.json, which the control API takes'));
  });
});
