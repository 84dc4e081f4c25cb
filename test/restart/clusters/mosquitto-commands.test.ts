import * as fc from 'fast-check';
import { MOSQUITTO } from '../../../src/brokers/mosquitto/core';
import { ENTRY_MARK } from '../../../src/brokers/mosquitto/settings';
import { MARK } from '../../../src/restart/clusters/mosquitto-accounts';
import { applyDynamicSecurity } from '../../../src/restart/clusters/mosquitto-apply';
import { ControlProblem } from '../../../src/restart/clusters/mosquitto-control';
import { Document, documents } from '../support/mosquitto-documents';
import { fileMeaning, ModelledBroker } from '../support/mosquitto-model';

const FILE = 'dynamic-security.json';

/** What stands on a broker: somebody else's entries and an earlier version of ours. */
const standing = fc.tuple(documents('others'), documents('ours')).map(([others, ours]) => MOSQUITTO.merge(FILE, JSON.stringify(others), JSON.stringify(ours)).text!);

/** A group of ours is no longer that of clients without a name, which no command can bring about. */
function loses(found: string, wanted: Document): boolean {
  const { anonymousGroup } = JSON.parse(found);
  return wanted.anonymousGroup === undefined && String(anonymousGroup).startsWith('ours');
}

test('the mark is that of the rendered file', () => {
  expect(MARK).toBe(ENTRY_MARK);
});

test('the commands give what merging the file gives, and a second time there is none', async () => {
  await fc.assert(fc.asyncProperty(standing, documents('ours'), async (found, wanted) => {
    fc.pre(!loses(found, wanted));
    const broker = new ModelledBroker(found);
    const text = JSON.stringify(wanted);
    expect(await applyDynamicSecurity(broker, text)).toMatchObject({ ok: true });
    expect(broker.accounts).toEqual(fileMeaning(MOSQUITTO.merge(FILE, found, text).text!));
    const before = broker.changes.length;
    expect(await applyDynamicSecurity(broker, text)).toEqual({ ok: true, detail: 'accounts are as they should be' });
    expect(broker.changes).toHaveLength(before);
  }), { numRuns: 100 });
});

test('cut short after any command and begun again, they give the same', async () => {
  await fc.assert(fc.asyncProperty(standing, documents('ours'), fc.nat(12), async (found, wanted, patience) => {
    fc.pre(!loses(found, wanted));
    const broker = new ModelledBroker(found);
    broker.ask = cutAfter(broker, patience);
    const text = JSON.stringify(wanted);
    const first = await applyDynamicSecurity(broker, text);
    if (!first.ok) {
      expect(first).toMatchObject({ begun: patience > 0, detail: expect.stringMatching(/^accounts: \d+ of \d+ commands done: the connection was closed/) });
      broker.ask = (command) => ModelledBroker.prototype.ask.call(broker, command);
      expect(await applyDynamicSecurity(broker, text)).toMatchObject({ ok: true });
    }
    expect(broker.accounts).toEqual(fileMeaning(MOSQUITTO.merge(FILE, found, text).text!));
  }), { numRuns: 100 });
});

const CLIENT = { username: 'orders', textdescription: MARK, roles: [{ rolename: 'writer' }] };
const WRITER = { rolename: 'writer', textdescription: MARK, acls: [{ acltype: 'publishClientSend', topic: 'orders/new', allow: true }] };
const WANTED = JSON.stringify({ clients: [CLIENT], roles: [WRITER] });

test.each([
  ['a client that is not ours under a name of ours', { clients: [{ username: 'orders', textdescription: 'by hand' }] }, 'a client "orders" that is not ours'],
  ['a role that is not ours under a name of ours', { roles: [{ rolename: 'writer' }] }, 'a role "writer" that is not ours'],
])('%s stops everything before the first command', async (_, found, problem) => {
  const broker = new ModelledBroker(JSON.stringify(found));
  expect(await applyDynamicSecurity(broker, WANTED)).toEqual({ ok: false, begun: false, detail: expect.stringContaining(problem) });
  expect(broker.changes).toEqual([]);
});

test.each([
  ['a role', { clients: [{ ...CLIENT, roles: [{ rolename: 'gone' }] }] }, 'no role "gone"'],
  ['a client', { groups: [{ groupname: 'g', textdescription: MARK, clients: [{ username: 'gone' }] }] }, 'no client "gone"'],
  ['a group', { anonymousGroup: 'gone' }, 'no group "gone"'],
])('%s that nobody has is told before the first command', async (_, wanted, problem) => {
  const broker = new ModelledBroker('{}');
  expect(await applyDynamicSecurity(broker, JSON.stringify(wanted))).toEqual({ ok: false, begun: false, detail: expect.stringContaining(problem) });
  expect(broker.changes).toEqual([]);
});

test('the group of clients without a name is never deleted, since Mosquitto 2.0 would end with a fault', async () => {
  const found = { groups: [{ groupname: 'guests', textdescription: MARK }], anonymousGroup: 'guests' };
  const broker = new ModelledBroker(JSON.stringify(found));
  expect(await applyDynamicSecurity(broker, '{}')).toEqual({ ok: false, begun: false, detail: expect.stringContaining('"guests" is that of clients without a name') });
  const other = { groups: [{ groupname: 'visitors', textdescription: MARK }], anonymousGroup: 'visitors' };
  expect(await applyDynamicSecurity(broker, JSON.stringify(other))).toMatchObject({ ok: true });
  expect(broker.changes.map(({ command }) => command)).toEqual(['createGroup', 'setAnonymousGroup', 'deleteGroup']);
});

test('what the broker does not carry out is told with the command and its name', async () => {
  const broker = new ModelledBroker('{}');
  broker.ask = async (command) => (command.command === 'createRole' ? { error: 'Internal error' } : ModelledBroker.prototype.ask.call(broker, command));
  expect(await applyDynamicSecurity(broker, WANTED)).toEqual({ ok: false, begun: false, detail: 'accounts: 0 of 2 commands done: createRole "writer": Internal error' });
});

test('commands that somebody else undoes are told', async () => {
  const broker = new ModelledBroker('{}');
  broker.ask = async (command) => (command.command === 'createClient' ? {} : ModelledBroker.prototype.ask.call(broker, command));
  expect(await applyDynamicSecurity(broker, WANTED)).toEqual({ ok: false, detail: expect.stringContaining('createClient "orders"') });
});

test('a text that is no file of accounts is refused', async () => {
  expect(await applyDynamicSecurity(new ModelledBroker('{}'), '[')).toEqual({ ok: false, detail: expect.stringContaining('no file of accounts') });
});

function cutAfter(broker: ModelledBroker, patience: number): ModelledBroker['ask'] {
  let left = patience;
  return async (command) => {
    if (!/^(list|get)/.test(command.command) && left-- <= 0) {
      throw new ControlProblem(`the connection was closed during ${command.command}`);
    }
    return ModelledBroker.prototype.ask.call(broker, command);
  };
}
