import { DirectoryStandIn } from './support/directory-stand-in';
import { REGISTRATION_STACKS } from './support/registrations';
import { runTerraform } from './support/terraform-run';
import { synthesize } from '../test/support/cdks';
import { TERRAFORM } from '../test/support/terraform';

/*
 * Every kind of application that can be created, judged by the real Terraform providers: `validate`, and `plan`, for which none of them
 * needs an account as long as there is nothing to read.
 *
 * TF_CLI_CONFIG_FILE names a mirror with the providers; PROVIDER_VERSIONS other versions than the stacks demand, such as `auth0=1.54.1`.
 */

const MIRROR = process.env.TF_CLI_CONFIG_FILE;
const VERSIONS = new Map((process.env.PROVIDER_VERSIONS ?? '').split(',').map((pair) => pair.split('=') as [string, string]));
const TENANT = '11111111-2222-3333-4444-555555555555';

/** What each provider reads in place of an account. */
const NOBODY: Readonly<Record<string, string>> = {
  KEYCLOAK_URL: 'https://sso.example.com', KEYCLOAK_CLIENT_ID: 'nobody', KEYCLOAK_ACCESS_TOKEN: 'none', KEYCLOAK_VERSION: '26.5.0',
  OKTA_ORG_NAME: 'example', OKTA_BASE_URL: 'okta.com', OKTA_ACCESS_TOKEN: 'none',
  AUTH0_DOMAIN: 'example.eu.auth0.com', AUTH0_API_TOKEN: 'none',
};

const lacking = MIRROR === undefined ? 'TF_CLI_CONFIG_FILE names no mirror of providers' : TERRAFORM === undefined ? 'no terraform is on PATH' : undefined;

(lacking === undefined ? describe : describe.skip)(`created applications and the real providers${lacking === undefined ? '' : ` (skipped: ${lacking})`}`, () => {
  let directory: DirectoryStandIn;

  beforeAll(async () => {
    directory = await DirectoryStandIn.start(TENANT);
  });
  afterAll(async () => directory?.stop());

  test.each(REGISTRATION_STACKS)('$name: valid, and planned without a server', async ({ provider, build }) => {
    const { directory: folder, json } = synthesize('cdktf', (stack, cdk) => {
      build(stack, cdk);
      const version = VERSIONS.get(provider);
      if (version !== undefined) {
        stack.addOverride(`terraform.required_providers.${provider}.version`, version);
      }
    });
    const run = async (...args: string[]) => runTerraform(folder, [...args, '-no-color'], { ...NOBODY, ...directory.providerEnvironment });

    await run('init', '-input=false');
    const valid = await run('validate');
    const plan = await run('plan', '-input=false');
    const created = Object.values<object>(json.resource).reduce((count, resources) => count + Object.keys(resources).length, 0);

    expect(valid).toContain('Success! The configuration is valid');
    expect(plan).toContain(`Plan: ${created} to add, 0 to change, 0 to destroy`);
  });
});
