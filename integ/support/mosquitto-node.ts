import { spawnSync } from 'node:child_process';
import * as os from 'node:os';
import { MOSQUITTO } from '../../src/brokers/mosquitto/core';
import { BROKER, freePort, passwordHash, passwordLine, PLUGIN, RealBroker } from '../../test/brokers/mosquitto/real-broker';

/*
 * The token plugin is proprietary and cannot be run here. A password file takes its place: it answers for accounts that have no
 * password in dynamic security, as the token plugin answers for tokens.
 */

/** The broker's program; the tests skip without it and its plugin. */
export const MOSQUITTO_BIN = PLUGIN === undefined ? undefined : BROKER;

/** Release of the broker. */
export function mosquittoRelease(program: string): string {
  return /version (\d+\.\d+\.\d+)/.exec(spawnSync(program, ['-h'], { encoding: 'utf8' }).stdout)![1];
}

/** Starts a broker whose dynamic security has an administrator and what is given; each user's password is the name. */
export async function startMosquitto(dynamicSecurity: string, usernames: readonly string[]): Promise<RealBroker> {
  const broker = new RealBroker(await freePort());
  const { salt, hash, iterations } = passwordHash('admin');
  const before = { clients: [{ username: 'admin', password: hash, salt, iterations }], groups: [], roles: [] };
  broker.write('dynamic-security.json', MOSQUITTO.merge('dynamic-security.json', JSON.stringify(before), dynamicSecurity).text!);
  broker.write('passwords', usernames.map((name) => passwordLine(name, name)).join(''));
  broker.write('mosquitto.conf', [
    // Started by root the broker would become another user, who cannot read the folder.
    `user ${os.userInfo().username}`, `listener ${broker.port} 127.0.0.1`, 'allow_anonymous false', `password_file ${broker.file('passwords')}`,
    `plugin ${PLUGIN}`, `plugin_opt_config_file ${broker.file('dynamic-security.json')}`, '',
  ].join('\n'));
  await broker.start();
  return broker;
}
