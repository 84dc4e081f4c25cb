import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalFiles, PREVIOUS_SUFFIX } from '../../../src/restart/drivers/local-files';
import { temporaryFolder } from '../support/folder';

const folder = temporaryFolder();
const files = new LocalFiles();
const path = () => join(folder(), 'broker.conf');

test('reads a file with the time of its last change', async () => {
  writeFileSync(path(), 'ä\n');
  const found = await files.read(path());
  expect(found?.text).toBe('ä\n');
  expect(Math.abs(found!.changedAt - Date.now())).toBeLessThan(5000);
});

test('tells a missing file from one that cannot be read', async () => {
  expect(await files.read(path())).toBeUndefined();
  await expect(files.read(folder())).rejects.toThrow('is no regular file');
});

test('refuses a file that is not UTF-8, which writing would change', async () => {
  writeFileSync(path(), Buffer.from([0x61, 0xff]));
  await expect(files.read(path())).rejects.toThrow('is not UTF-8');
});

test('replaces a file, keeping its mode and what stood there', async () => {
  writeFileSync(path(), 'old\n');
  chmodSync(path(), 0o640);
  await files.replace(path(), 'new\n', true);
  expect(readFileSync(path(), 'utf8')).toBe('new\n');
  expect(statSync(path()).mode & 0o777).toBe(0o640);
  expect(readFileSync(`${path()}${PREVIOUS_SUFFIX}`, 'utf8')).toBe('old\n');
  expect(statSync(`${path()}${PREVIOUS_SUFFIX}`).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder()).sort()).toEqual(['broker.conf', 'broker.conf.broker-oauth-previous']);
});

test('makes a new file without a previous version', async () => {
  await files.replace(path(), 'new\n', true);
  expect(readdirSync(folder())).toEqual(['broker.conf']);
});

test('is not disturbed by what a run that was cut short left behind', async () => {
  writeFileSync(join(folder(), '.broker.conf.broker-oauth-new'), 'half');
  await files.replace(path(), 'new\n', false);
  expect(readdirSync(folder())).toEqual(['broker.conf']);
});

test('does not write through a link that stands where its own file should', async () => {
  const victim = join(folder(), 'victim');
  writeFileSync(victim, 'keep');
  symlinkSync(victim, join(folder(), '.broker.conf.broker-oauth-new'));
  await files.replace(path(), 'new\n', false);
  expect(readFileSync(victim, 'utf8')).toBe('keep');
});

test('follows a link to the file and leaves the link', async () => {
  mkdirSync(join(folder(), 'real'));
  writeFileSync(join(folder(), 'real', 'x'), 'old');
  symlinkSync(join(folder(), 'real', 'x'), path());
  await files.replace(path(), 'new', true);
  expect(lstatSync(path()).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder(), 'real', 'x'), 'utf8')).toBe('new');
  expect(existsSync(join(folder(), 'real', `x${PREVIOUS_SUFFIX}`))).toBe(true);
});
