import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { askHttp } from '../bounded-http';
import { KeySource } from './ports';

const LARGEST_DOCUMENT = 1024 * 1024;
const TIMEOUT_SECONDS = 10;

/** Reads discovery documents and key sets over HTTP or from files of this machine. */
export const localKeySource: KeySource = {
  async readJson(location) {
    const text = /^https?:\/\//.test(location) ? await overHttp(location) : await fromFile(location);
    if (text.value === undefined) {
      return text;
    }
    try {
      return { value: JSON.parse(text.value) };
    } catch {
      return { problem: 'holds no JSON' };
    }
  },
};

type Text = { readonly value: string; readonly problem?: undefined } | { readonly value?: undefined; readonly problem: string };

async function overHttp(url: string): Promise<Text> {
  const answer = await askHttp({ url, timeoutSeconds: TIMEOUT_SECONDS, largestBody: LARGEST_DOCUMENT, headers: { accept: 'application/json' } });
  if (answer.problem !== undefined) {
    return { problem: answer.problem };
  }
  return answer.status === 200 && !answer.cut ? { value: answer.body } : { problem: `status ${answer.status}` };
}

async function fromFile(location: string): Promise<Text> {
  try {
    const path = location.startsWith('file:') ? fileURLToPath(location) : location.replace(/^file /, '');
    const found = await stat(path);
    return found.isFile() && found.size <= LARGEST_DOCUMENT ? { value: await readFile(path, 'utf8') } : { problem: 'is no file of a fitting size' };
  } catch (error) {
    return { problem: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no such path'})` };
  }
}
