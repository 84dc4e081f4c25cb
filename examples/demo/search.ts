import * as fs from 'node:fs';
import * as path from 'node:path';

/** What a search for secrets saw. */
export interface SearchResult {
  readonly files: number;
  readonly bytes: number;
  /** Files that hold one of the secrets. */
  readonly found: readonly string[];
}

/** Looks for secrets in every file below a folder. */
export function searchSecrets(folder: string, secrets: readonly string[]): SearchResult {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const contents = files.map((file) => ({ file, content: fs.readFileSync(file) }));
  return {
    files: files.length,
    bytes: contents.reduce((sum, { content }) => sum + content.length, 0),
    found: contents.filter(({ content }) => secrets.some((secret) => content.includes(secret))).map(({ file }) => path.relative(folder, file)),
  };
}
