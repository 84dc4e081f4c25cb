import * as fs from 'node:fs';
import * as path from 'node:path';
import { APPLICATION_RULES } from '../../src/identity/application-rules';
import { FIT_RULES } from '../../src/identity/fit-rules';
import { IDENTITY_RULES } from '../../src/identity/identity-rules';
import { REGISTRATION_RULES } from '../../src/identity/registration/registration-rules';

const DOCS = path.resolve(__dirname, '../../docs');
const OVERVIEW = 'identity-providers.md';
const PAGES = [OVERVIEW, ...fs.readdirSync(path.join(DOCS, 'identity')).map((name) => `identity/${name}`)];
const IDS = [...IDENTITY_RULES, ...APPLICATION_RULES, ...FIT_RULES].map(({ id }) => id);

/** Upper-case words of a page that are names of enumeration members, not ids of rules. */
const MEMBERS = ['WRITE_ONLY_SECRET', 'PRIVATE_KEY_JWT'];

function read(page: string): string {
  return fs.readFileSync(path.join(DOCS, page), 'utf8');
}

test('there is a page for each provider', () => {
  expect(PAGES.slice(1).sort()).toEqual(['auth0', 'entra', 'keycloak', 'oidc', 'okta', 'uaa'].map((name) => `identity/${name}.md`));
});

test.each(PAGES)('every rule that %s names exists', (page) => {
  const named = [...read(page).matchAll(/`([A-Z0-9]+(?:_[A-Z0-9]+)+)`/g)].map(([, id]) => id);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((id) => !IDS.includes(id) && !MEMBERS.includes(id))).toEqual([]);
});

test('every rule between provider and broker, and every one on created applications, is in the overview', () => {
  const page = read(OVERVIEW);
  expect([...FIT_RULES, ...REGISTRATION_RULES].map(({ id }) => id).filter((id) => !page.includes(`\`${id}\``))).toEqual([]);
});

describe.each(['keycloak', 'okta', 'auth0', 'entra'])('the page of %s', (kind) => {
  const page = read(`identity/${kind}.md`);
  const written = fs.readFileSync(path.resolve(__dirname, `../../examples/${kind}/golden/cdk.tf.json`), 'utf8');

  test('has the sections that every page has, and links to the example', () => {
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(['What is created', 'Secrets', 'A token', 'Limits']);
    expect(page).toContain(`(../../examples/${kind}/stack.ts)`);
  });

  test('names every resource type of the example', () => {
    const types = Object.keys(JSON.parse(written).resource).filter((type) => !/^(terraform_data|aiven_)/.test(type));
    expect(types.length).toBeGreaterThan(3);
    expect(types.filter((type) => !page.includes(`\`${type}\``))).toEqual([]);
  });

  test('names every rule of its own', () => {
    const own = IDS.filter((id) => id.startsWith(`${kind.toUpperCase()}_`));
    const overview = read(OVERVIEW);
    expect(own.filter((id) => !page.includes(`\`${id}\``) && !overview.includes(`\`${id}\``))).toEqual([]);
  });
});
