import { EngineInput } from '../../../src/restart/engine/cluster';
import { runEngine } from '../../../src/restart/engine/engine';
import { RunReport } from '../../../src/restart/engine/report';
import { fingerprintOf } from '../../../src/restart/fingerprint';
import { RestartSpecInput } from '../../../src/restart/spec';
import { FILE, fakeBroker } from '../support/fake-broker';
import { FakeWorld, Kill, Killed } from '../support/fake-world';

const OLD = 'keep=1\noauth.audience=a\noauth.level=1\n';
const OURS = 'oauth.audience=a\noauth.level=2\n';
const NEW = 'keep=1\noauth.audience=a\noauth.level=2\n';
const NAMES = ['n1', 'n2', 'n3'];

function inputOf(world: FakeWorld, more: Partial<RestartSpecInput> = {}, rest: Partial<EngineInput> = {}): EngineInput {
  return { spec: world.spec(more), files: { [FILE]: OURS }, broker: fakeBroker, dryRun: false, ...rest };
}

const FINGERPRINT = fingerprintOf({ files: { [FILE]: OURS }, secretVersions: {} });

function run(world: FakeWorld, more: Partial<RestartSpecInput> = {}, rest: Partial<EngineInput> = {}): Promise<RunReport> {
  return runEngine(inputOf(world, more, rest), world.ports());
}

const starts = (world: FakeWorld) => world.effects.filter((effect) => effect.startsWith('start ')).map((effect) => effect.slice(6));
const results = (report: RunReport) => Object.fromEntries(report.nodes.map((node) => [node.name, node.result]));
const ruleIds = (report: RunReport) => report.findings.map((found) => found.rule);

describe('a run over healthy nodes', () => {
  test('delivers, marks, restarts and proves one node after the other', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    const report = await run(world);
    expect(report.outcome).toBe('good');
    expect(results(report)).toEqual({ n1: 'done', n2: 'done', n3: 'done' });
    expect(world.effects.slice(0, 7)).toEqual([
      'journal n1 begun', 'write /etc/n1/.broker-oauth-n1.json', `write /etc/n1/${FILE}`, 'write /etc/n1/.broker-oauth-n1.json',
      'kill n1', 'start n1', 'journal n1 done',
    ]);
    expect(starts(world)).toEqual(NAMES);
    expect(world.nodes.map((node) => node.process?.loaded)).toEqual([NEW, NEW, NEW]);
    expect(world.mostDown).toBe(1);
  });

  test('changes nothing when it is run again', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    await run(world);
    const report = await run(world);
    expect(report.outcome).toBe('good');
    expect(results(report)).toEqual({ n1: 'skipped', n2: 'skipped', n3: 'skipped' });
    expect(world.effects).toEqual([]);
  });

  test('a later boot of the same machine is proof too', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    await run(world);
    world.bootId = 'boot-2';
    world.nodes.forEach((node) => {
      node.process = { startSeconds: 3, loaded: NEW, healthyAt: 0 };
    });
    expect((await run(world)).text).toBe('0 of 3 nodes restarted, all healthy');
  });

  test('adopts nodes without a marker whose files hold our part and whose process is younger', async () => {
    const world = FakeWorld.running(NAMES, NEW);
    const report = await run(world);
    expect(results(report)).toEqual({ n1: 'skipped', n2: 'skipped', n3: 'skipped' });
    expect(world.effects).toEqual([]);
  });

  test('adopts no node whose files name secrets, since nothing shows their values', async () => {
    const world = FakeWorld.running(['n1'], NEW);
    const report = await run(world, {}, { secretVersions: { n1: { CLIENT_SECRET: '2' } } });
    expect(results(report)).toEqual({ n1: 'done' });
  });

  test('a new version of a secret restarts the node although no text changes', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    await run(world, {}, { secretVersions: { n1: { CLIENT_SECRET: '1' } } });
    expect(results(await run(world, {}, { secretVersions: { n1: { CLIENT_SECRET: '1' } } }))).toEqual({ n1: 'skipped' });
    expect(results(await run(world, {}, { secretVersions: { n1: { CLIENT_SECRET: '2' } } }))).toEqual({ n1: 'done' });
  });

  test('restarts a node again whose file somebody has changed', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    await run(world);
    world.node('n2').files.set(world.node('n2').path, { text: OLD, changedAt: world.now() });
    expect(results(await run(world))).toEqual({ n1: 'skipped', n2: 'done', n3: 'skipped' });
  });

  test('keeps what others have in the file, also when they change it', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    await run(world);
    world.node('n1').files.set(world.node('n1').path, { text: `more=1\n${NEW}`, changedAt: world.now() });
    expect(results(await run(world))).toEqual({ n1: 'skipped' });
  });

  test('where nothing tells when a process started the journal has to do, and a lost one restarts the node again', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    Object.assign(world.node('n1'), { observable: false, evidence: 'journal' });
    const nodes = world.spec().nodes.map((node) => ({ ...node, driver: { ...node.driver, pidFile: undefined } }));
    const first = await run(world, { nodes });
    expect(first.nodes[0]).toMatchObject({ result: 'done', detail: 'all probes good; no proof of its start (not observable)' });
    expect(ruleIds(first)).toEqual(['RESTART_DOWNTIME', 'RESTART_NO_EVIDENCE']);
    expect((await run(world, { nodes })).nodes[0])
      .toMatchObject({ result: 'skipped', detail: 'the journal says that an earlier run brought it there; nothing else proves it' });
    world.journal.length = 0;
    expect(results(await run(world, { nodes }))).toEqual({ n1: 'done' });
  });

  test('a journal is no proof against files that have changed', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    Object.assign(world.node('n1'), { observable: false, evidence: 'journal' });
    await run(world);
    world.node('n1').files.set(world.node('n1').path, { text: OLD, changedAt: world.now() });
    expect(results(await run(world))).toEqual({ n1: 'done' });
  });

  test('a node is skipped where its service says that it runs the settings, and restarts where it does not', async () => {
    const world = FakeWorld.running(['n1', 'n2'], OLD);
    const service = (fingerprint: string) => ({ proved: fingerprint === FINGERPRINT, detail: 'the service says so' });
    Object.assign(world.node('n1'), { evidence: 'service', service });
    Object.assign(world.node('n2'), { evidence: 'service' });
    const nodes = world.spec().nodes.map((node) => ({ ...node, files: {} }));
    const report = await run(world, { nodes });
    expect(report.nodes.map(({ result, detail }) => [result, detail])).toEqual([
      ['skipped', 'the service says so'], ['done', expect.stringContaining('all probes good')],
    ]);
    expect(world.told.find(({ text }) => text.startsWith('batch 1'))?.text).toBe('batch 1 of 1: n2: the service says nothing');
  });

  test('a node whose process cannot be looked at although it should is not touched', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    world.node('n1').observable = false;
    const report = await run(world);
    expect([report.outcome, report.text, world.effects])
      .toEqual(['refused', 'no node was touched: a node cannot be looked at: n1: its process cannot be looked at (not observable)', []]);
  });

  test('a process that cannot be looked at after the restart is not taken for good', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    const ports = world.ports();
    const { restart } = world;
    world.restart = (node) => {
      restart.call(world, node);
      node.observable = false;
    };
    const report = await runEngine(inputOf(world), ports);
    expect(report.nodes[0]).toMatchObject({ result: 'failed', detail: expect.stringContaining('its process cannot be looked at (not observable)') });
  });

  test('a look that fails for a moment is repeated, and restarts nothing', async () => {
    const world = FakeWorld.running(['n1'], NEW);
    const ports = world.ports();
    const { driver, ...rest } = ports.node('n1');
    let looks = 0;
    let reads = 0;
    const moody = {
      ...driver,
      process: async () => (++looks < 3 ? { state: 'unknown' as const, detail: 'the connection was lost' } : driver.process()),
      files: { ...driver.files, read: async (path: string) => (++reads < 3 ? Promise.reject(new Error('the connection was lost')) : driver.files.read(path)) },
    };
    const report = await runEngine(inputOf(world), { ...ports, node: () => ({ ...rest, driver: moody }) });
    expect([results(report), world.effects]).toEqual([{ n1: 'skipped' }, []]);
  });
});

describe('settling', () => {
  test('waits after a node is healthy, and looks once more', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    const begun = world.now();
    expect((await run(world, { settleSeconds: 60 })).outcome).toBe('good');
    expect(world.now() - begun).toBeGreaterThan(60_000);
  });

  test('fails a node that is down again by then', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    const ports = world.ports();
    const { heartbeat } = ports.lease;
    ports.lease.heartbeat = async () => {
      if (world.told.some((progress) => progress.phase === 'settle')) {
        world.node('n1').process = undefined;
      }
      return heartbeat();
    };
    const report = await runEngine(inputOf(world, { settleSeconds: 60 }), ports);
    expect(report.nodes[0]).toMatchObject({ result: 'failed', detail: 'unhealthy after settling: tcp n1:1: refused' });
  });
});

describe('order', () => {
  test('the leader comes last, wherever it stands', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.node('n1').leader = true;
    await run(world);
    expect(starts(world)).toEqual(['n2', 'n3', 'n1']);
  });

  test('a leadership that moves during the run still leaves the then leader for last', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3', 'n4'], OLD);
    world.node('n1').leader = true;
    const ports = world.ports();
    const append = ports.journal.append.bind(ports.journal);
    ports.journal.append = async (entry) => {
      await append(entry);
      if (entry.node === 'n2' && entry.step === 'done') {
        world.node('n1').leader = false;
        world.node('n3').leader = true;
      }
    };
    await runEngine(inputOf(world), ports);
    expect(starts(world)).toEqual(['n2', 'n1', 'n4', 'n3']);
  });

  test('a node that is down comes first', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.node('n3').process = undefined;
    await run(world);
    expect(starts(world)).toEqual(['n3', 'n1', 'n2']);
    expect(world.mostDown).toBe(1);
  });

  test('an explicit order is kept', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    await run(world, { order: ['n3', 'n1', 'n2'] });
    expect(starts(world)).toEqual(['n3', 'n1', 'n2']);
  });

  test('batches take as many nodes as may be down', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3', 'n4', 'n5'], OLD);
    const report = await run(world, { maxUnavailable: 2 });
    expect(report.outcome).toBe('good');
    expect(world.mostDown).toBe(2);
  });
});

describe('failure', () => {
  test('stops at the first node that does not become healthy and leaves the others alone', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.node('n2').brokenWith = NEW;
    const report = await run(world);
    expect(report.outcome).toBe('stopped');
    expect(results(report)).toEqual({ n1: 'done', n2: 'failed', n3: 'untouched' });
    expect(report.nodes[1]).toMatchObject({
      detail: 'not healthy within 300 s: tcp n2:1: refused; started after the files (process 1)', logTail: 'log of n2',
    });
    expect(world.node('n3').text).toBe(OLD);
    expect(world.mostDown).toBe(1);
  });

  test('run again, repairs the failed node first', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.node('n2').brokenWith = NEW;
    await run(world);
    world.node('n2').brokenWith = undefined;
    world.node('n2').process = undefined;
    const report = await run(world);
    expect(starts(world)).toEqual(['n2', 'n3']);
    expect(results(report)).toEqual({ n1: 'skipped', n2: 'done', n3: 'done' });
  });

  test('a node that runs what it should and stays unhealthy is restarted before any other is touched', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.node('n2').brokenWith = NEW;
    await run(world);
    const report = await run(world);
    expect(starts(world)).toEqual(['n2']);
    expect(results(report)).toEqual({ n1: 'skipped', n2: 'failed', n3: 'untouched' });
  });

  test('a node that is still starting is waited for and not restarted', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    await run(world);
    world.node('n1').process = { ...world.node('n1').process!, healthyAt: world.now() + 60_000 };
    expect(results(await run(world))).toEqual({ n1: 'skipped', n2: 'skipped', n3: 'skipped' });
    expect(world.effects).toEqual([]);
  });

  test('a revert restarts exactly the touched nodes, the broken one first', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    await run(world, {}, { files: { [FILE]: 'oauth.audience=a\noauth.level=1\n' } });
    world.node('n2').brokenWith = NEW;
    await run(world);
    const report = await run(world, {}, { files: { [FILE]: 'oauth.audience=a\noauth.level=1\n' } });
    expect(starts(world)).toEqual(['n2', 'n1']);
    expect(results(report)).toEqual({ n1: 'done', n2: 'done', n3: 'skipped' });
  });

  test('a restart that starts no new process is a failure', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.node('n1').deaf = true;
    const report = await run(world);
    expect(report.nodes[0]).toMatchObject({ result: 'failed', detail: 'not healthy within 300 s: the process is still the old one (process 1)' });
  });

  test('does not go on while a node that was done is down again', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3', 'n4', 'n5'], OLD);
    const ports = world.ports();
    const append = ports.journal.append.bind(ports.journal);
    ports.journal.append = async (entry) => {
      await append(entry);
      if (entry.node === 'n2' && entry.step === 'done') {
        world.node('n1').process = undefined;
      }
    };
    const report = await runEngine(inputOf(world), ports);
    expect(results(report)).toEqual({ n1: 'done', n2: 'done', n3: 'untouched', n4: 'untouched', n5: 'untouched' });
    expect(report.text).toMatch(/^a gate stayed shut for 600 s: n1 is not healthy any more/);
  });

  test('a file that cannot be parsed stops the run before the first node', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.node('n3').files.set(world.node('n3').path, { text: 'garbage', changedAt: 0 });
    const report = await run(world);
    expect(report.outcome).toBe('refused');
    expect(report.findings[0]).toMatchObject({ rule: 'FAKE_UNREADABLE', path: `n3: /etc/n3/${FILE}` });
    expect(world.effects).toEqual([]);
  });

  test('a request to stop lets the node in hand finish', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    const ports = world.ports();
    const append = ports.journal.append.bind(ports.journal);
    ports.journal.append = async (entry) => {
      await append(entry);
      world.stopReason = 'received SIGTERM';
    };
    const report = await runEngine(inputOf(world), ports);
    expect(report).toMatchObject({ outcome: 'stopped', text: 'stopped after the node in hand: received SIGTERM' });
    expect(results(report)).toEqual({ n1: 'done', n2: 'untouched', n3: 'untouched' });
  });

  test('begins no node after the time for the whole run', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    const report = await run(world, { timeouts: { runSeconds: 5 } });
    expect(results(report)).toEqual({ n1: 'done', n2: 'untouched', n3: 'untouched' });
    expect(report.text).toBe('the run took longer than 5 s');
  });
});

describe('before the first node', () => {
  test('the broker\'s own rules are asked once more', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    const report = await run(world, {}, { files: { [FILE]: 'oauth.bad=1\n' } });
    expect(report.outcome).toBe('refused');
    expect(ruleIds(report)).toEqual(['FAKE_BAD']);
    expect(world.effects).toEqual([]);
  });

  test('fingerprints that differ from those of Terraform are refused', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    const report = await run(world, {}, { fingerprints: { n1: 'ff' } });
    expect(report.findings.map((found) => [found.rule, found.path])).toContainEqual(['RESTART_FINGERPRINT_AGREES', 'nodes.n1']);
    expect(await run(world, {}, { fingerprints: { n1: FINGERPRINT } })).toMatchObject({ outcome: 'good' });
  });

  test('more nodes than the quorum spares are refused', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    const report = await run(world, { maxUnavailable: 2 });
    expect(ruleIds(report)).toEqual(['RESTART_MAX_UNAVAILABLE']);
    expect(world.effects).toEqual([]);
  });

  test('a lease that another run holds ends the run with its owner', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.leaseHeldBy = 'process 7 on host';
    expect(await run(world)).toMatchObject({ outcome: 'refused', text: 'no node was touched: another run holds the lease: process 7 on host' });
    expect(world.effects).toEqual([]);
  });

  test('a lease that is lost on the way ends the run before the next node', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.leaseLost = true;
    expect(await run(world)).toMatchObject({ outcome: 'stopped', text: expect.stringMatching(/^the lease is lost: /) });
    expect(world.effects).toEqual([]);
  });

  test('a dry run tells the plan and changes nothing', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.node('n2').leader = true;
    const report = await run(world, {}, { dryRun: true });
    expect(report).toMatchObject({ outcome: 'good', text: '3 of 3 nodes would restart' });
    expect(world.told.filter((progress) => progress.event === 'plan').map((progress) => progress.text.split(':').slice(0, 2).join(':'))).toEqual([
      'batch 1 of 3: n1', 'batch 2 of 3: n3', 'batch 3 of 3 (leader): n2', 'at least 2 nodes stay available', 'takes at most 21 min, waiting at gates not counted',
      'one engine at a time: the lease is kept as a file of the machine that runs the engine',
      'n1, n2, n3: what they run is proved on them, by marker, files and process; an engine that has lost the lease keeps away by itself',
    ]);
    expect(world.effects).toEqual([]);
  });
});

describe('lockout', () => {
  const OTHER = { files: { [FILE]: 'oauth.audience=b\n' } };

  test('a change that the tokens of today do not survive is refused, with the steps of an overlap', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    const report = await run(world, {}, OTHER);
    expect(report.outcome).toBe('refused');
    expect(ruleIds(report)).toEqual(['LOCKOUT_NOT_ACCEPTED']);
    expect(report.findings[0].path).toBe('n1, n2, n3: oauth.audience');
    expect(report.findings[0].message).toContain('1. list both 2. wait 3. list the new one');
    expect(world.effects).toEqual([]);
  });

  test('goes on with acceptLockout and says what was accepted', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    expect((await run(world, { acceptLockout: true }, OTHER)).outcome).toBe('good');
    expect(world.told.filter((progress) => progress.event === 'notice')).toHaveLength(1);
  });

  test('a token that is not good on both sides stops the run', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    world.token = 'no token';
    const report = await run(world, { token: { environmentVariable: 'TOKEN' } }, OTHER);
    expect(ruleIds(report)).toEqual(['OVERLAP_TOKEN_INVALID']);
  });

  test('switching OAuth on locks nobody out', async () => {
    const world = FakeWorld.running(NAMES, 'keep=1\n');
    expect((await run(world, {}, OTHER)).outcome).toBe('good');
  });
});

describe('delivery while a node is stopped', () => {
  test('stops, delivers, marks and starts', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    const report = await run(world, { deliver: 'while-stopped' });
    expect(report.outcome).toBe('good');
    expect(world.effects.map((effect) => effect.split(' ')[0])).toEqual(['journal', 'stop', 'write', 'write', 'write', 'start', 'journal']);
  });

  test('stops what does not run and would start by itself', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    const ports = world.ports();
    const node = ports.node('n1');
    const look = node.driver.process;
    let stops = 0;
    node.driver.process = async () => (stops === 0 ? { state: 'stopped', startsItself: true, detail: 'between two attempts' } : look());
    const stop = node.driver.stop;
    node.driver.stop = async () => { stops++; return stop(); };
    const report = await runEngine(inputOf(world, { deliver: 'while-stopped' }), { ...ports, node: () => node });
    expect([report.outcome, stops]).toEqual(['good', 1]);
  });

  test('starts a node again that cannot take the settings', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    const ports = world.ports();
    const node = ports.node('n1');
    const stop = node.driver.stop;
    node.driver.stop = async () => {
      world.node('n1').files.set(world.node('n1').path, { text: 'garbage', changedAt: 0 });
      return stop();
    };
    const report = await runEngine(inputOf(world, { deliver: 'while-stopped' }), { ...ports, node: () => node });
    expect(report.nodes[0]).toMatchObject({ result: 'failed', detail: 'broker.conf cannot be parsed; mend it [FAKE_UNREADABLE]' });
    expect(world.node('n1').process).toBeDefined();
  });
});

describe('an engine that is killed at any change of the world', () => {
  const modes = ['before-restart', 'while-stopped'] as const;
  const whens: readonly Kill['when'][] = ['before', 'after'];
  const cases = modes.flatMap((deliver) => whens.map((when) => ({ deliver, when })));

  test.each(cases)('and run again leaves out no node and restarts none that is proved ($deliver, $when)', async ({ deliver, when }) => {
    const whole = FakeWorld.running(NAMES, OLD);
    await run(whole, { deliver });
    const count = whole.effects.length;
    expect(count).toBeGreaterThan(18);
    for (let at = 1; at <= count; at++) {
      const world = FakeWorld.running(NAMES, OLD);
      await expect(runEngine(inputOf(world, { deliver }), world.ports({ at, when }))).rejects.toThrow(Killed);
      const proved = world.nodes.filter((node) => world.provablyRuns(node, FINGERPRINT, NEW));
      const before = world.nodes.map((node) => node.restarts);
      const report = await run(world, { deliver });
      expect({ at, outcome: report.outcome }).toEqual({ at, outcome: 'good' });
      expect(world.nodes.map((node) => node.process?.loaded)).toEqual([NEW, NEW, NEW]);
      const again = proved.filter((node) => node.restarts !== before[world.nodes.indexOf(node)]).map((node) => node.name);
      expect({ at, again }).toEqual({ at, again: [] });
      expect({ at, mostDown: world.mostDown }).toEqual({ at, mostDown: 1 });
      expect(world.nodes.every((node) => world.isHealthy(node))).toBe(true);
    }
  });

  test('and reverted restarts the node in hand first and leaves untouched ones alone', async () => {
    const world = FakeWorld.running(NAMES, OLD);
    const old = { files: { [FILE]: 'oauth.audience=a\noauth.level=1\n' } };
    await run(world, {}, old);
    await expect(runEngine(inputOf(world), world.ports({ at: 12, when: 'after' }))).rejects.toThrow(Killed);
    const report = await run(world, {}, old);
    expect(starts(world)).toEqual(['n2', 'n1']);
    expect(results(report).n3).toBe('skipped');
  });
});
