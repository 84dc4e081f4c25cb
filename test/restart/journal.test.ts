import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './support/folder';
import { FileJournal } from '../../src/restart/journal';

const folder = temporaryFolder();
const path = () => join(folder(), 'state', 'journal.jsonl');
const journal = () => new FileJournal(path(), () => new Date(0));
const BEGUN = { node: 'n1', fingerprint: 'ff', step: 'begun' } as const;
const DONE = { node: 'n1', fingerprint: 'ff', step: 'done' } as const;

test('gives back what was added, in order', async () => {
  await journal().append(BEGUN);
  await journal().append(DONE);
  expect(await journal().read()).toEqual([BEGUN, DONE]);
  expect(readFileSync(path(), 'utf8')).toContain('"at":"1970-01-01T00:00:00.000Z"');
});

test('is empty where there is none', async () => {
  expect(await journal().read()).toEqual([]);
});

test('skips lines that are damaged, and one cut short does not swallow the next', async () => {
  await journal().append(BEGUN);
  appendFileSync(path(), '{"node":"n2","fing');
  await journal().append(DONE);
  expect(await journal().read()).toEqual([BEGUN, DONE]);
});

test('never fails a run when it cannot be written', async () => {
  writeFileSync(join(folder(), 'state'), 'a file where the folder should be');
  await journal().append(BEGUN);
  expect(await journal().read()).toEqual([]);
});
