import * as fs from 'node:fs';
import * as path from 'node:path';

const PAGE = path.resolve(__dirname, '..', 'docs', 'BENCHMARKS.md');

/** Writes one section of docs/BENCHMARKS.md and leaves the others. */
export function updateSection(title: string, text: string): void {
  const sections = fs.readFileSync(PAGE, 'utf8').split(/^(?=## )/m);
  const at = sections.findIndex((section) => section.startsWith(`## ${title}\n`));
  if (at < 0) {
    throw new Error(`${PAGE} has no section ${title}`);
  }
  sections[at] = `## ${title}\n\n${text.trim()}\n${at === sections.length - 1 ? '' : '\n'}`;
  fs.writeFileSync(PAGE, sections.join(''));
}
