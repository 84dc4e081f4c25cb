/*
 * Writes RULES.md from the catalogues of rules and of steps; with `--check` only compares.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { renderRules } from './rules-page';
import { RULE_CATALOGUE } from '../src/brokers/catalogue';
import { STEP_CATALOGUE } from '../src/brokers/step-catalogue';

const file = path.resolve(__dirname, '..', 'RULES.md');
const page = renderRules(RULE_CATALOGUE, STEP_CATALOGUE);

if (!process.argv.includes('--check')) {
  fs.writeFileSync(file, page);
} else if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== page) {
  console.error('RULES.md is out of date; run "npm run rules" and commit it');
  process.exitCode = 1;
}
