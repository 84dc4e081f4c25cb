import { EngineInput } from '../../../src/restart/engine/cluster';
import { runEngine } from '../../../src/restart/engine/engine';
import { ClusterView, NodeRole } from '../../../src/restart/engine/ports';
import { RunReport } from '../../../src/restart/engine/report';
import { GateFact } from '../../../src/restart/plan';
import { RestartSpecInput } from '../../../src/restart/spec';
import { withOtherSignature } from '../../../src/restart/tokens/spoiled-token';
import { FILE, fakeBroker } from '../support/fake-broker';
import { FakeWorld } from '../support/fake-world';

const OLD = 'keep=1\noauth.audience=a\noauth.level=1\n';
const OURS = 'oauth.audience=a\noauth.level=2\n';
const NEW = 'keep=1\noauth.audience=a\noauth.level=2\n';
const GOOD = 'eyJhbGciOiJub25lIn0.e30.c2lnbmF0dXJl';
const BAD = withOtherSignature(GOOD)!;
const SMOKE = { accepted: { kind: 'file' as const, path: 'good' } };

function run(world: FakeWorld, more: Partial<RestartSpecInput> = {}, rest: Partial<EngineInput> = {}): Promise<RunReport> {
  return runEngine({ spec: world.spec(more), files: { [FILE]: OURS }, broker: fakeBroker, dryRun: false, ...rest }, world.ports());
}

const starts = (world: FakeWorld) => world.effects.filter((effect) => effect.startsWith('start ')).map((effect) => effect.slice(6));
const results = (report: RunReport) => Object.fromEntries(report.nodes.map((node) => [node.name, node.result]));
const texts = (world: FakeWorld) => world.told.map(({ text }) => text);

/** Three healthy nodes whose logins let GOOD in and keep everything else out. */
function smoking(names = ['n1', 'n2', 'n3']): FakeWorld {
  const world = FakeWorld.running(names, OLD);
  world.tokens = { good: GOOD };
  world.nodes.forEach((node) => {
    node.judges = (token) => (token === GOOD ? 'accepted' : 'refused');
  });
  return world;
}

/** The nodes of a world with a login each. */
function withLogins(world: FakeWorld, more: object = {}) {
  return world.spec().nodes.map((node) => ({ ...node, logins: [{ kind: 'mqtt' as const, host: node.name, port: 1883 }], ...more }));
}

/** A view of the cluster of which single answers are given. */
function view(answers: Partial<ClusterView>): ClusterView {
  return {
    roles: async () => new Map(),
    safety: async () => [],
    rejoined: async () => ({ healthy: true, detail: 'in sync' }),
    ...answers,
  };
}

const role = (text: string, more: Partial<NodeRole> = {}): NodeRole => ({ group: 0, leads: false, text, ...more });

/** Roles of a cluster whose leader alone judges tokens. */
const ledBy = (world: FakeWorld, leader: string) =>
  new Map(world.nodes.map(({ name }) => [name, role('', { leads: name === leader, decidesLogins: name === leader })]));

describe('the smoke test', () => {
  test('a token is let in and one with another signature kept out by every restarted node', async () => {
    const world = smoking();
    const seen: string[] = [];
    world.node('n2').judges = (token) => {
      seen.push(token);
      return token === GOOD ? 'accepted' : 'refused';
    };
    const report = await run(world, { smoke: SMOKE, nodes: withLogins(world) });
    expect(results(report)).toEqual({ n1: 'done', n2: 'done', n3: 'done' });
    expect(report.nodes[1]).toMatchObject({ login: 'proved', detail: expect.stringContaining('login n2: a token was let in, another one kept out') });
    expect(seen.slice(-2)).toEqual([GOOD, BAD]);
  });

  test('is tried by no node without a login', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3'], OLD);
    const report = await run(world, { smoke: SMOKE });
    expect(report.nodes.map((node) => node.login)).toEqual(['none', 'none', 'none']);
  });

  test.each([
    ['a good token that is refused', () => 'refused' as const, /must be let in was not: refused \(said refused\)/],
    ['a good token on which nobody says anything', () => 'unclear' as const, /must be let in was not: unclear/],
    ['a bad token that is let in', () => 'accepted' as const, /must be kept out was not: accepted/],
  ])('%s stops the run at that node', async (_name, judges, detail) => {
    const world = smoking();
    world.node('n2').judges = judges;
    const report = await run(world, { smoke: SMOKE, nodes: withLogins(world) });
    expect([report.outcome, results(report)]).toEqual(['stopped', { n1: 'done', n2: 'failed', n3: 'untouched' }]);
    expect(report.nodes[1].detail).toMatch(detail);
    expect(JSON.stringify([report, world.told])).not.toContain(GOOD.split('.')[2]);
  });

  test('waits for a token that is let in a little later', async () => {
    const world = smoking(['n1']);
    let tries = 0;
    world.node('n1').judges = (token) => (token !== GOOD || ++tries < 5 ? 'refused' : 'accepted');
    expect(results(await run(world, { smoke: SMOKE, nodes: withLogins(world) }))).toEqual({ n1: 'done' });
  });

  test('lets a bad token in no second time', async () => {
    const world = smoking(['n1']);
    let tries = 0;
    world.node('n1').judges = (token) => (token === GOOD || ++tries === 1 ? 'accepted' : 'refused');
    expect(results(await run(world, { smoke: SMOKE, nodes: withLogins(world) }))).toEqual({ n1: 'failed' });
  });

  test('a node at which an earlier run stopped is tried again before any other node, and not restarted', async () => {
    const world = smoking();
    world.node('n1').judges = () => 'refused';
    expect(results(await run(world, { smoke: SMOKE, nodes: withLogins(world) }))).toEqual({ n1: 'failed', n2: 'untouched', n3: 'untouched' });
    world.journal.length = 0;
    const again = await run(world, { smoke: SMOKE, nodes: withLogins(world) });
    expect([again.outcome, again.text]).toEqual(['refused', 'no node was touched: a node that runs the settings already does not judge tokens as it must']);
    expect(again.findings).toEqual([expect.objectContaining({ rule: 'RESTART_SMOKE_NODE', path: 'nodes.n1' })]);
    expect(starts(world)).toEqual([]);
    world.node('n1').judges = world.node('n2').judges;
    expect(results(await run(world, { smoke: SMOKE, nodes: withLogins(world) }))).toEqual({ n1: 'skipped', n2: 'done', n3: 'done' });
  });

  test('a good token that is not let in today is told before a node goes down', async () => {
    const world = smoking();
    world.node('n1').judges = (token, loaded) => (token === GOOD && loaded === NEW ? 'accepted' : 'refused');
    expect((await run(world, { smoke: SMOKE, nodes: withLogins(world) })).outcome).toBe('good');
    expect(texts(world)).toContain(
      'the token that must be let in is not let in today, although the change leaves tokens as they are: login n1: refused (said refused)');
  });

  test('a good token is not tried today where the change makes it good', async () => {
    const world = smoking();
    const seen: string[] = [];
    world.node('n1').judges = (token, loaded) => {
      seen.push(loaded);
      return token === GOOD ? 'accepted' : 'refused';
    };
    const files = { [FILE]: 'oauth.audience=b\noauth.level=2\n' };
    expect((await run(world, { smoke: SMOKE, nodes: withLogins(world), acceptLockout: true }, { files })).outcome).toBe('good');
    expect(seen.filter((loaded) => loaded === OLD)).toEqual([]);
  });

  test('is told and does not stop where its gate is switched off', async () => {
    const world = smoking(['n1']);
    world.node('n1').judges = () => 'refused';
    const report = await run(world, { smoke: SMOKE, nodes: withLogins(world), overrides: ['smoke'] });
    expect(report.nodes[0]).toMatchObject({ result: 'done', login: 'none', detail: expect.stringContaining('gate smoke switched off') });
  });

  test('without its token no node is touched', async () => {
    const world = smoking();
    world.tokens = {};
    const report = await run(world, { smoke: SMOKE, nodes: withLogins(world) });
    expect([report.outcome, world.effects]).toEqual(['refused', []]);
    expect(report.findings).toEqual(expect.arrayContaining([expect.objectContaining({
      rule: 'RESTART_SMOKE_TOKEN', message: 'the token that must be let in cannot be had: no such file',
    })]));
  });

  test('a node that judges no token itself is not asked', async () => {
    const world = smoking();
    world.node('n2').judges = () => 'accepted';
    const report = await run(world, { smoke: SMOKE, nodes: withLogins(world).map((node) => ({ ...node, decidesLogins: node.name !== 'n2' })) });
    expect(report.nodes.map(({ login }) => login)).toEqual(['proved', 'follows', 'proved']);
    expect(report.nodes[1].detail).toContain('judges no token now; the proof follows when it does');
  });

  test('the proof of a follower follows when it leads', async () => {
    const world = smoking();
    world.cluster = view({ roles: async () => ledBy(world, world.node('n3').restarts > 0 ? 'n1' : 'n3') });
    const report = await run(world, { smoke: SMOKE, nodes: withLogins(world) });
    expect(starts(world)).toEqual(['n1', 'n2', 'n3']);
    expect(report.nodes.map(({ login }) => login)).toEqual(['proved', 'follows', 'follows']);
    expect(report.nodes[0].detail).toContain('since it leads: login n1: a token was let in');
  });

  test('a new leader that does not judge tokens as it must stops the run', async () => {
    const world = smoking();
    world.node('n1').judges = () => 'refused';
    world.cluster = view({ roles: async () => ledBy(world, world.node('n3').restarts > 0 ? 'n1' : 'n3') });
    const report = await run(world, { smoke: SMOKE, nodes: withLogins(world) });
    expect([report.outcome, results(report)]).toEqual(['stopped', { n1: 'failed', n2: 'done', n3: 'done' }]);
    expect(report.text).toBe('n1 leads now and does not judge tokens as it must; the nodes after it are untouched');
  });
});

describe('the first node as canary', () => {
  test('restarts alone, stays good for a while, and is asked for tokens twice', async () => {
    const world = smoking(['n1', 'n2', 'n3', 'n4', 'n5']);
    let logins = 0;
    world.node('n1').judges = (token) => {
      logins++;
      return token === GOOD ? 'accepted' : 'refused';
    };
    const begun = world.now();
    const report = await run(world, { canarySeconds: 600, maxUnavailable: 2, smoke: SMOKE, nodes: withLogins(world) });
    expect([report.outcome, world.now() - begun > 600_000, logins]).toEqual(['good', true, 5]);
    expect(texts(world).slice(0, 3)).toEqual([
      expect.stringMatching(/^batch 1 of 3: n1: .*; then nothing for 600 s while it must stay good$/),
      expect.stringMatching(/^batch 2 of 3: n2: .* \| n3: /),
      expect.stringMatching(/^batch 3 of 3: n4: .* \| n5: /),
    ]);
  });

  test('that turns bad while it is alone stops the run', async () => {
    const world = smoking();
    const ports = world.ports();
    const clock = { ...ports.clock, sleep: async (milliseconds: number) => {
      await ports.clock.sleep(milliseconds);
      if (milliseconds === 10_000) {
        world.node('n1').brokenWith = NEW;
      }
    } };
    const input = { spec: world.spec({ canarySeconds: 60 }), files: { [FILE]: OURS }, broker: fakeBroker, dryRun: false };
    const report = await runEngine(input, { ...ports, clock });
    expect(results(report)).toEqual({ n1: 'failed', n2: 'untouched', n3: 'untouched' });
    expect(report.nodes[0].detail).toContain('unhealthy after its time alone');
  });

  test('is not needed where a node runs the settings already', async () => {
    const world = FakeWorld.running(['n1', 'n2'], OLD);
    await run(world);
    world.node('n2').files.set(world.node('n2').path, { text: OLD, changedAt: world.now() });
    const begun = world.now();
    expect((await run(world, { canarySeconds: 600 })).outcome).toBe('good');
    expect(world.now() - begun).toBeLessThan(600_000);
  });
});

describe('draining', () => {
  test('takes a node out of use before it goes down and puts it back once it is healthy', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    world.node('n1').drains = true;
    await run(world);
    expect(world.effects.filter((effect) => /drain|kill|start/.test(effect))).toEqual(['drain n1', 'kill n1', 'start n1', 'undrain n1']);
  });

  test('a node whose turn fails is put back into use', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    Object.assign(world.node('n1'), { drains: true, brokenWith: NEW });
    expect(results(await run(world))).toEqual({ n1: 'failed' });
    expect(world.effects.filter((effect) => effect === 'undrain n1')).toHaveLength(1);
  });
});

describe('a step that is refused before it begins', () => {
  test('is tried again', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    world.node('n1').busyFor = 3;
    expect(results(await run(world))).toEqual({ n1: 'done' });
    expect(starts(world)).toEqual(['n1']);
  });

  test('fails when it is refused for longer than a command may take', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    world.node('n1').busyFor = 1000;
    const report = await run(world);
    expect(report.nodes[0]).toMatchObject({ result: 'failed', detail: 'restart failed: busy' });
  });
});

describe('putting the earlier files back', () => {
  test('heals the failed node and stops all the same; the next run begins with it', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3'], OLD);
    world.node('n2').brokenWith = NEW;
    const report = await run(world, { restoreOnFailure: true });
    expect([report.outcome, results(report)]).toEqual(['stopped', { n1: 'done', n2: 'failed', n3: 'untouched' }]);
    expect(report.nodes[1]).toMatchObject({ restored: 'the earlier files are back, and it is healthy with them' });
    expect(world.node('n2').process?.loaded).toBe(OLD);
    world.node('n2').brokenWith = undefined;
    const again = await run(world);
    expect([again.outcome, starts(world)]).toEqual(['good', ['n2', 'n3']]);
  });

  test.each(['before-restart', 'while-stopped'] as const)('keeps what others wrote (%s)', async (deliver) => {
    const world = FakeWorld.running(['n1'], `${OLD}more=\u00e9\r\n`);
    world.node('n1').brokenWith = `keep=1\nmore=\u00e9\r\n${OURS}`;
    await run(world, { restoreOnFailure: true, deliver });
    expect(world.node('n1').text).toBe(`${OLD}more=\u00e9\r\n`);
  });

  test('says so when there is nothing to put back', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    await run(world);
    world.node('n1').process = undefined;
    world.node('n1').brokenWith = NEW;
    expect((await run(world, { restoreOnFailure: true })).nodes[0]).toMatchObject({ result: 'failed', restored: 'not put back: no file had changed' });
  });

  test('does not take a node down again while another one is down', async () => {
    const world = smoking();
    world.node('n1').judges = (token) => {
      world.node('n3').process = undefined;
      return token === GOOD ? 'refused' : 'accepted';
    };
    const report = await run(world, { restoreOnFailure: true, smoke: SMOKE, nodes: withLogins(world) });
    expect(report.nodes[0]).toMatchObject({ result: 'failed', restored: expect.stringMatching(/^the earlier files were not put back: .*n3/) });
    expect(starts(world)).toEqual(['n1']);
  });

  test('does not take down a node whose restart left it as it was, while another one is down', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3'], OLD);
    const ports = world.ports();
    world.node('n1').busyFor = 1000;
    const clock = { ...ports.clock, sleep: async (milliseconds: number) => {
      await ports.clock.sleep(milliseconds);
      if (world.node('n1').busyFor < 999) {
        world.node('n3').process = undefined;
      }
      world.node('n1').busyFor = world.now() > 1_100_000 ? 0 : world.node('n1').busyFor;
    } };
    const spec = world.spec({ restoreOnFailure: true, timeouts: { commandSeconds: 60 } });
    const report = await runEngine({ spec, files: { [FILE]: OURS }, broker: fakeBroker, dryRun: false }, { ...ports, clock });
    expect(report.nodes[0]).toMatchObject({ result: 'failed', restored: expect.stringMatching(/^the earlier files were not put back: .*n3/) });
    expect(starts(world)).toEqual([]);
  });

  test.each(['before-restart', 'while-stopped'] as const)('leaves a file alone that somebody has changed in the meantime (%s)', async (deliver) => {
    const world = smoking(['n1']);
    const node = world.node('n1');
    node.judges = (_token, loaded) => {
      if (loaded !== OLD) {
        node.files.set(node.path, { text: `theirs=1\n${NEW}`, changedAt: world.now() });
      }
      return 'refused';
    };
    const report = await run(world, { restoreOnFailure: true, smoke: SMOKE, nodes: withLogins(world), deliver });
    expect(report.nodes[0]).toMatchObject({ restored: `the earlier files were not put back: ${node.path} has changed since it was delivered` });
    expect([node.text, node.process?.loaded]).toEqual([`theirs=1\n${NEW}`, deliver === 'before-restart' ? NEW : `theirs=1\n${NEW}`]);
  });

  test('is done on request only', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    world.node('n1').brokenWith = NEW;
    expect((await run(world)).nodes[0].restored).toBeUndefined();
    expect(world.node('n1').text).toBe(NEW);
  });
});

describe('what the brokers say', () => {
  test('groups restart one after the other, the leader last in its own', async () => {
    const world = FakeWorld.running(['b1', 'b2', 'c1', 'c2', 'c3'], OLD);
    const roles = new Map(world.nodes.map(({ name }) => [name, role('', { group: name.startsWith('c') ? 0 : 1, leads: name === 'c1' })]));
    world.cluster = view({ roles: async () => roles });
    await run(world);
    expect(starts(world)).toEqual(['c2', 'c3', 'c1', 'b1', 'b2']);
  });

  test('a leader that moves on the way still comes last', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3'], OLD);
    world.cluster = view({
      roles: async () => new Map([[world.node('n1').process?.loaded === NEW ? 'n2' : 'n3', role('active', { leads: true })]]),
    });
    await run(world);
    expect(starts(world)).toEqual(['n1', 'n3', 'n2']);
  });

  test('a gate of theirs is waited for', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3'], OLD);
    let asked = 0;
    const safety = async (names: readonly string[]): Promise<readonly GateFact[]> =>
      [{ gate: 'in-sync', holds: names[0] !== 'n2' || ++asked > 3, unsatisfiable: false, text: 'orders-0 has 2 replicas in sync, 2 are needed' }];
    world.cluster = view({ safety });
    const report = await run(world);
    expect([report.outcome, asked]).toEqual(['good', 4]);
    expect(texts(world)).toContain('orders-0 has 2 replicas in sync, 2 are needed');
  });

  test('a node that goes down while a gate is shut is brought back first', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3'], OLD);
    let asked = 0;
    world.cluster = view({ safety: async () => {
      if (++asked === 2) {
        world.node('n3').process = undefined;
      }
      return [{ gate: 'in-sync', holds: world.node('n3').process?.loaded === NEW, unsatisfiable: false, text: 'n3 is not in sync' }];
    } });
    expect((await run(world)).outcome).toBe('good');
    expect(starts(world)).toEqual(['n3', 'n1', 'n2']);
  });

  test('waiting at a gate has an end also where another node is next each time', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3'], OLD);
    let looks = 0;
    world.cluster = view({
      roles: async () => new Map([[looks++ % 2 === 0 ? 'n1' : 'n2', role('active', { leads: true })]]),
      safety: async () => [{ gate: 'in-sync', holds: false, unsatisfiable: false, text: 'orders-0 is under-replicated' }],
    });
    const report = await run(world);
    expect(report).toMatchObject({ outcome: 'stopped', text: 'a gate stayed shut for 600 s: orders-0 is under-replicated' });
    expect(starts(world)).toEqual([]);
  });

  test.each([
    [false, /^a gate stayed shut for 600 s: orders-0 is under-replicated$/],
    [true, /^waiting cannot help: orders-0 is under-replicated$/],
  ])('a gate of theirs that stays shut stops the run (never satisfiable: %s)', async (unsatisfiable, text) => {
    const world = FakeWorld.running(['n1', 'n2', 'n3'], OLD);
    world.cluster = view({ safety: async () => [{ gate: 'in-sync', holds: false, unsatisfiable, text: 'orders-0 is under-replicated' }] });
    const report = await run(world);
    expect(report).toMatchObject({ outcome: 'stopped', text: expect.stringMatching(text) });
    expect(starts(world)).toEqual([]);
  });

  test('a gate of theirs that is switched off is told', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    world.cluster = view({ safety: async () => [{ gate: 'in-sync', holds: false, unsatisfiable: true, text: 'orders-0 is under-replicated' }] });
    expect((await run(world, { overrides: ['in-sync'] })).outcome).toBe('good');
    expect(texts(world)).toContain('gate in-sync is switched off: orders-0 is under-replicated');
  });

  test('they are not asked about a node that is down for sure', async () => {
    const world = FakeWorld.running(['n1', 'n2', 'n3'], OLD);
    world.node('n2').process = undefined;
    const asked: string[] = [];
    world.cluster = view({ safety: async (names) => {
      asked.push(...names);
      return [];
    } });
    await run(world);
    expect([starts(world), asked]).toEqual([['n2', 'n1', 'n3'], ['n1', 'n3']]);
  });

  test('a node counts once they say that it is back in full', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    let asked = 0;
    world.cluster = view({ rejoined: async () => ({ healthy: ++asked > 5, detail: asked > 5 ? 'in sync' : 'catching up' }) });
    const report = await run(world);
    expect(report.nodes[0]).toMatchObject({ result: 'done', detail: expect.stringContaining('in sync') });
    expect(texts(world)).toContain('catching up');
  });

  test('a node that does not come back in full has failed', async () => {
    const world = FakeWorld.running(['n1', 'n2'], OLD);
    world.cluster = view({ rejoined: async () => ({ healthy: false, detail: 'catching up' }) });
    const report = await run(world);
    expect([results(report), report.nodes[0].detail]).toEqual([{ n1: 'failed', n2: 'untouched' }, 'not back in full within 600 s: catching up']);
  });

  test('a dry run tells what blocks now', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    world.cluster = view({ safety: async () => [{ gate: 'in-sync', holds: false, unsatisfiable: false, text: 'orders-0 is under-replicated' }] });
    await run(world, {}, { dryRun: true });
    expect(texts(world)).toContain('blocking now (in-sync): orders-0 is under-replicated');
    expect(world.effects).toEqual([]);
  });

  test('what concerns the whole cluster is brought once, before the first node', async () => {
    const world = FakeWorld.running(['n1', 'n2'], OLD);
    const prepared: string[] = [];
    world.cluster = view({ prepare: async (files) => {
      prepared.push(...Object.keys(files), ...world.effects);
      return { ok: true, detail: 'brought' };
    } });
    await run(world);
    expect(prepared).toEqual([FILE]);
  });

  test('what concerns the whole cluster is brought also where no node restarts', async () => {
    const world = FakeWorld.running(['n1', 'n2'], OLD);
    await run(world);
    let prepared = 0;
    world.cluster = view({ prepare: async () => ({ ok: true, detail: `brought ${prepared += 1}` }) });
    expect(await run(world)).toMatchObject({ outcome: 'good' });
    expect({ prepared, told: texts(world).includes('brought 1') }).toEqual({ prepared: 1, told: true });
  });

  test('a cluster that cannot be prepared is not rolled', async () => {
    const world = FakeWorld.running(['n1'], OLD);
    world.cluster = view({ prepare: async () => ({ ok: false, detail: 'the leader refused' }) });
    expect(await run(world)).toMatchObject({ outcome: 'stopped', text: 'no node was restarted: the leader refused' });
    expect(starts(world)).toEqual([]);
  });
});
