import { NodeCommand } from '../support/mosquitto-cluster';
import { Sight } from '../support/mosquitto-observer';
import { Seen, violations } from '../support/mosquitto-verdict';

/* The observer of the reliability runs must be able to fail: one case for each promise that it watches, and the same story kept. */

const [A, B] = [101, 102];
const stop = (node: string, at: number, more: Partial<NodeCommand> = {}): NodeCommand => ({
  node, at, action: 'stop', asker: A, wasUp: true, youngerThanMarker: true, loaded: 'old', ...more,
});
const see = (at: number, n1: boolean, n2: boolean, stillAt = at - 20): Sight => ({ at, stillAt, up: { n1, n2 } });
const seen = (more: Partial<Seen>): Seen => ({ from: 0, wanted: 'new', commands: [], sights: [see(1, true, true)], killed: [], ...more });

test.each<[string, Partial<Seen>, readonly string[]]>([
  ['one node after the other', { commands: [stop('n1', 1000), stop('n2', 2000)], sights: [see(1, true, true), see(1010, false, true), see(1500, true, true)] }, []],
  ['a second node goes down', { commands: [stop('n1', 1000), stop('n2', 1200)], sights: [see(1, true, true), see(1010, false, true), see(1500, true, true)] },
    ['n2 is taken down while n1 is down']],
  ['a node that came back between two looks', { commands: [stop('n2', 1200)], sights: [see(1, true, true), see(1010, false, true), see(1210, true, true, 1100)] }, []],
  ['a node that was killed a moment ago',
    { commands: [stop('n2', 1200)], sights: [see(1, true, true), see(1010, false, true)], killed: [{ node: 'n1', at: 1000 }] }, []],
  ['a node that was killed long ago',
    { commands: [stop('n2', 5000)], sights: [see(1, true, true), see(1010, false, true)], killed: [{ node: 'n1', at: 1000 }] }, ['n2 is taken down while n1 is down']],
  ['a node that provably ran what it should', { commands: [stop('n1', 1000, { loaded: 'new' })] }, ['n1 is taken down though it provably ran what it should']],
  ['a node that ran it, yet started before the marker', { commands: [stop('n1', 1000, { loaded: 'new', youngerThanMarker: false })] }, []],
  ['one engine after the other', { commands: [stop('n1', 1000), stop('n2', 2000, { asker: B })] }, []],
  ['two engines at once', { commands: [stop('n1', 1000), stop('n1', 1100, { asker: B, wasUp: false }), stop('n2', 1200)] }, ['engines work at the same time: 101, 102, 101']],
  ['a command whose engine had died', { commands: [stop('n1', 1000), stop('n1', 1100, { asker: 1, wasUp: false }), stop('n2', 1200)] }, []],
  ['something that is not ours is gone', { sights: [see(1, true, true), { at: 1500, lost: 'the file has lost a role' }] }, ['the file has lost a role']],
])('%s', (_, story, broken) => {
  expect(violations(seen(story))).toEqual(broken);
});
