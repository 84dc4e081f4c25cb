import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { MosquittoOAuth } from '../../src/brokers/mosquitto/mosquitto-oauth';
import { MosquittoOAuthProps } from '../../src/brokers/mosquitto/mosquitto-oauth-props';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { plainText } from '../../src/text/template';
import { BROKER, PLUGIN } from '../brokers/mosquitto/real-broker';
import { cdkModule } from '../support/cdks';
import { temporaryFolder } from '../support/folders';
import { carried, STRINGS } from './support/strings';

/*
 * Whether a real Mosquitto reads from its file the path that was written into it. It tells a plugin's path when it cannot load it, and it
 * reads a file of accounts only where it finds it.
 */

const describeWithBroker = BROKER === undefined || PLUGIN === undefined ? describe.skip : describe;

/** Our lines of mosquitto.conf; undefined where a rule refuses a path. */
function confWith(props: Partial<MosquittoOAuthProps>): string | undefined {
  const cdk = cdkModule('cdktf');
  const stack = new cdk.TerraformStack(new cdk.App({ outdir: '/nowhere' }), 'Stack');
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
  const file = new MosquittoOAuth(stack, 'Mosquitto', { identityProvider, audience: 'messaging', ...props })._model().files.find(({ name }) => name === 'mosquitto.conf');
  return file === undefined ? undefined : plainText(file.text);
}

const pluginPath = (text: string) => `/nowhere/${text}/cedalo_jwt_auth.so`;
const configFile = (folder: string, text: string) => path.posix.join(folder, `a${text}b`, 'dynamic-security.json');

const accepted = (props: (text: string) => Partial<MosquittoOAuthProps>) =>
  Object.entries(STRINGS).filter(([, text]) => confWith(props(text)) !== undefined);
const PLUGINS = accepted((text) => ({ tokenPluginPath: pluginPath(text) }));
// No file system takes longer names.
const FILES = accepted((text) => ({ dynamicSecurityConfigFile: configFile('/x', text) })).filter(([name]) => name !== 'long');

describeWithBroker(`a path in a real Mosquitto${BROKER === undefined || PLUGIN === undefined ? ' (skipped: no Mosquitto is installed)' : ''}`, () => {
  test.each(PLUGINS)('of a plugin comes back: %s', (_, text) => {
    const conf = path.join(temporaryFolder(), 'mosquitto.conf');
    fs.writeFileSync(conf, confWith({ tokenPluginPath: pluginPath(text) })!);
    const { stderr, stdout } = spawnSync(BROKER!, ['-c', conf], { encoding: 'utf8', timeout: 10_000 });
    expect(`${stdout}${stderr}`).toContain(`Loading plugin: ${carried(pluginPath(text))}\n`);
  });

  test.each(FILES)('of the file of accounts is found: %s', (_, text) => {
    const folder = temporaryFolder();
    const file = carried(configFile(folder, text));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '{"roles":[],"clients":[],"groups":[]}', { mode: 0o644 });
    const lines = confWith({ dynamicSecurityConfigFile: configFile(folder, text), dynamicSecurityPluginPath: PLUGIN })!
      .split('\n').filter((line) => !/cedalo|config_file (?!\/)/.test(line));
    // A broker that found the file stops only at the plugin after it, which is not there.
    fs.writeFileSync(path.join(folder, 'mosquitto.conf'), `user root\n${lines.join('\n')}\nplugin /nowhere/last.so\n`);
    const { stderr, stdout } = spawnSync(BROKER!, ['-c', path.join(folder, 'mosquitto.conf')], { encoding: 'utf8', timeout: 10_000 });
    expect(`${stdout}${stderr}`).toContain('/nowhere/last.so');
  });
});
