import * as fs from 'node:fs';
import * as path from 'node:path';
import { semanticsOf, vectorsOf } from './vector-file';
import { preview } from '../../src/preview/preview';
import { PreviewResult } from '../../src/preview/result';

/*
 * A vector says what its source says; how the login gets there is recorded beside it: every step in the broker's order, reasons, warnings.
 * `npm run vectors:record` writes the records anew after a change that is meant; no test does.
 */

/** A result without its texts for people, in the short form of a record. */
export function recordOf(result: PreviewResult): object {
  const { id: _id, broker: _broker, brokerVersion: _version, decision: _decision, checks, warnings, can, ...rest } = result;
  return {
    // Steps that pass stand alone.
    steps: checks.map(({ rule, outcome }) => `${short(rule)}${outcome === 'pass' ? '' : `:${outcome}`}`).join(' '),
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)),
    ...can.length === 0 ? {} : { can: can.map(({ allowed, reason }) => (reason === null ? `${allowed}` : `${allowed} ${short(reason)}`)) },
    ...warnings.length === 0 ? {} : { warnings: warnings.map(({ rule }) => rule) },
  };
}

/** Without the broker's name. */
function short(rule: string): string {
  return rule.slice(rule.indexOf('_') + 1);
}

function fileOf(broker: string): string {
  return path.resolve(__dirname, 'recorded', `${broker}.json`);
}

/** The records of a broker's vectors by name. */
export function recordsOf(broker: string): Readonly<Record<string, object>> {
  return fs.existsSync(fileOf(broker)) ? JSON.parse(fs.readFileSync(fileOf(broker), 'utf8')) as Record<string, object> : {};
}

/** Writes the records of a broker anew, a line each. */
export function writeRecords(broker: string): void {
  const lines = vectorsOf(broker).flatMap(({ name, input }) => {
    const result = preview(semanticsOf(broker), input);
    return 'error' in result ? [] : [`${JSON.stringify(name)}: ${JSON.stringify(recordOf(result))}`];
  });
  fs.mkdirSync(path.dirname(fileOf(broker)), { recursive: true });
  fs.writeFileSync(fileOf(broker), `{\n${lines.join(',\n')}\n}\n`);
}
