import * as fs from 'node:fs';
import * as os from 'node:os';
import * as fc from 'fast-check';
import { MOSQUITTO } from '../../../src/brokers/mosquitto/core';
import { applyDynamicSecurity } from '../../../src/restart/clusters/mosquitto-apply';
import { ControlPlace, readAccounts, withControl } from '../../../src/restart/clusters/mosquitto-control';
import { PLUGIN, RealBroker } from '../../brokers/mosquitto/real-broker';
import { ACCOUNTS, foreignAccounts, NO_MOSQUITTO, passwordOf, reservedPorts } from '../support/mosquitto-cluster';
import { Document, documents } from '../support/mosquitto-documents';
import { fileMeaning } from '../support/mosquitto-model';
import { worldOf } from '../support/world';

jest.setTimeout(60_000);

const FILE = 'dynamic-security.json';
const WORLD = worldOf('mosquitto', { ADMIN_PASSWORD: passwordOf(ACCOUNTS.admin), WRONG_PASSWORD: 'nonsense', TRAFFIC_PASSWORD: passwordOf(ACCOUNTS.traffic) });
const DOCUMENTS = Number(process.env.MOSQUITTO_CONTROL_DOCUMENTS ?? 8);
const title = `the control API of a real Mosquitto with dynamic security${NO_MOSQUITTO === undefined ? '' : ` (${NO_MOSQUITTO})`}`;

(NO_MOSQUITTO === undefined ? describe : describe.skip)(title, () => {
  let broker: RealBroker;

  const place = (username: string, variable: string): ControlPlace => ({
    host: '127.0.0.1', port: broker.port, account: { username, password: { kind: 'variable', name: variable } },
  });
  const admin = () => place(ACCOUNTS.admin, 'ADMIN_PASSWORD');
  const apply = (text: string) => withControl(admin(), WORLD, 5, (control) => applyDynamicSecurity(control, text));

  async function start(text: string): Promise<void> {
    broker = new RealBroker((await reservedPorts(1))[0]);
    broker.write(FILE, text);
    broker.write('mosquitto.conf', [
      // Started by root the broker would become another user, who cannot read the folder.
      `user ${os.userInfo().username}`, `listener ${broker.port} 127.0.0.1`, 'allow_anonymous false', `plugin ${PLUGIN}`,
      `plugin_opt_config_file ${broker.file(FILE)}`, '',
    ].join('\n'));
    await broker.start();
  }

  afterEach(() => broker.remove());

  const examples = fc.sample(fc.tuple(documents('ours'), documents('ours')), { numRuns: DOCUMENTS, seed: 6 })
    .map(([before, wanted], index): [number, Document, Document] => [index + 1, before, wanted])
    .filter(([, before, wanted]) => before.anonymousGroup === undefined || wanted.anonymousGroup !== undefined);

  test.each(examples)('document %i: gives what merging the file gives, keeps accounts and hashes of others, and then has nothing to do', async (_, before, wanted) => {
    const found = MOSQUITTO.merge(FILE, foreignAccounts(), JSON.stringify(before)).text!;
    await start(found);
    const text = JSON.stringify(wanted);
    const merged = MOSQUITTO.merge(FILE, found, text).text!;
    expect(await apply(text)).toMatchObject({ ok: true });
    expect(fileMeaning(broker.read(FILE))).toEqual(fileMeaning(merged));
    expect(foreignOf(broker.read(FILE))).toEqual(foreignOf(found));
    const written = fs.statSync(broker.file(FILE), { bigint: true }).mtimeNs;
    expect(await apply(text)).toEqual({ ok: true, detail: 'accounts are as they should be' });
    expect(fs.statSync(broker.file(FILE), { bigint: true }).mtimeNs).toBe(written);
  });

  test('lists more accounts than one answer holds', async () => {
    const clients = Array.from({ length: 230 }, (_, index) => ({ username: `client ${index}`, roles: [] }));
    await start(JSON.stringify({ ...JSON.parse(foreignAccounts()), clients: [...JSON.parse(foreignAccounts()).clients, ...clients] }));
    const accounts = await withControl(admin(), WORLD, 5, readAccounts);
    expect(new Set(accounts.clients.map(({ username }) => username)).size).toBe(232);
  });

  test.each([
    ['a wrong password', ACCOUNTS.admin, 'WRONG_PASSWORD', 'admin is not let in (CONNACK 0x87, not authorized)'],
    ['a password that is not there', ACCOUNTS.admin, 'NO_PASSWORD', 'no password for admin: the environment variable NO_PASSWORD is not set'],
    ['an account without the rights', ACCOUNTS.traffic, 'TRAFFIC_PASSWORD', 'the account may not subscribe to $CONTROL/dynamic-security/v1/response'],
  ])('tells %s, and shows no password', async (_, username, variable, problem) => {
    await start(foreignAccounts());
    const failure: Error = await withControl(place(username, variable), WORLD, 2, readAccounts).then(() => new Error('it worked'), (error) => error);
    expect(failure.message).toBe(problem);
  });

  test('tells that nobody listens', async () => {
    await start(foreignAccounts());
    await broker.stop();
    await expect(withControl(admin(), WORLD, 2, readAccounts)).rejects.toThrow('nobody listens there (ECONNREFUSED)');
  });
});

/** Entries that are not ours, with everything in them. */
function foreignOf(text: string): unknown {
  const { clients, roles } = JSON.parse(text);
  const foreign = (entries: readonly any[]) => entries.filter((entry) => !String(entry.textdescription ?? '').startsWith('broker-oauth:'));
  return { clients: foreign(clients), roles: foreign(roles) };
}
