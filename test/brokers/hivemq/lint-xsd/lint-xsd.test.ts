import * as fs from 'node:fs';
import * as path from 'node:path';
import { Sample, samples } from './documents';
import { decode } from '../../../../src/lint/decode';
import { lintFiles } from '../../../../src/lint/lint';
import { validateAll, whyNoValidation } from '../../../support/xsd';

/*
 * What `lint` says of `valid`, against the validator of the JDK with every version of the vendor's schemas that is here. HIVEMQ_DOCUMENTS
 * sets how many documents of each kind, HIVEMQ_SEED which.
 */

const COUNT = Number(process.env.HIVEMQ_DOCUMENTS ?? 200);
const SEED = Number(process.env.HIVEMQ_SEED ?? 1);
const DATA = path.resolve(__dirname, '../../../../../shared/data');
const RELEASES = fs.existsSync(DATA) ? fs.readdirSync(DATA).filter((name) => name.startsWith('hivemq-ese-')) : [];
const KINDS = [['config.xml', 'config.xsd'], ['ese-file-realm.xml', 'ese-file-realm.xsd']] as const;
const CASES = RELEASES.flatMap((release) => KINDS.map(([file, schema]) => [release.replace('hivemq-ese-', ''), file, path.join(DATA, release, schema)] as const));
const reason = CASES.length === 0 ? `no schemas in ${DATA}` : whyNoValidation(CASES[0][2]);

/** What `lint` says: a verdict, or why it does not read the document. */
function linted({ file, bytes }: Sample, version: string): boolean | string {
  const { text, problem } = decode(bytes);
  if (text === undefined) {
    return problem;
  }
  const { results, problems } = lintFiles([{ path: file, text }], { broker: 'hivemq', version, acknowledged: [] });
  return problems[0]?.message ?? results[0].valid;
}

const NOT_READ = /DOCTYPE|declares the encoding|is not (?:UTF-8 )?text|nests elements deeper/;

(reason === undefined ? describe.each(CASES) : describe.skip.each([['-', '-', '-'] as const]))(
  `lint against the vendor's schema %s of %s${reason === undefined ? '' : ` (skipped: ${reason})`}`, (version, file, schema) => {
    test(`agrees on all of ${COUNT} documents, and refuses none that the schema takes`, () => {
      const documents = samples(file as 'config.xml', COUNT, SEED);
      const verdicts = validateAll(schema, documents.map(({ bytes }) => bytes));
      let refused = 0;
      const disagreements = documents.flatMap((sample, index) => {
        const ours = linted(sample, version);
        refused += typeof ours === 'string' ? 1 : 0;
        const isValid = verdicts[index] === undefined;
        const isRefused = typeof ours === 'string' && NOT_READ.test(ours) && !isValid;
        return ours === isValid || isRefused ? [] : [`#${index} after ${sample.changes.join(', ')}: ours ${ours}, theirs ${verdicts[index] ?? 'valid'}`];
      });
      expect(disagreements).toEqual([]);

      const valid = verdicts.filter((verdict) => verdict === undefined).length;
      expect(valid).toBeGreaterThan(COUNT / 10);
      expect(COUNT - valid).toBeGreaterThan(COUNT / 10);
      expect(refused).toBeLessThan(COUNT / 10);
    }, 3_600_000);
  });
