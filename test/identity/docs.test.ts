import * as fs from 'node:fs';
import * as path from 'node:path';
import { APPLICATION_RULES } from '../../src/identity/application-rules';
import { FIT_RULES } from '../../src/identity/fit-rules';
import { IDENTITY_RULES } from '../../src/identity/identity-rules';

const PAGE = fs.readFileSync(path.resolve(__dirname, '../../docs/identity-providers.md'), 'utf8');
const IDS = [...IDENTITY_RULES, ...APPLICATION_RULES, ...FIT_RULES].map(({ id }) => id);

test('every rule that the page names exists', () => {
  const named = [...PAGE.matchAll(/`([A-Z0-9]+(?:_[A-Z0-9]+)+)`/g)].map(([, id]) => id);
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((id) => !IDS.includes(id))).toEqual([]);
});

test('every rule between provider and broker is on the page', () => {
  expect(FIT_RULES.map(({ id }) => id).filter((id) => !PAGE.includes(`\`${id}\``))).toEqual([]);
});
