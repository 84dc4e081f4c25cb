import { isAlias, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { CliError } from './cli-error';

/** How many times anchors may be repeated, counted with the repetitions inside of them. */
const MOST_ALIASES = 1000;

/**
 * Reads YAML 1.2, of which JSON is a part, as plain data.
 *
 * Duplicate keys, several documents, unknown tags and anchors that multiply are errors.
 */
export function parseYaml(text: string, name: string): unknown {
  const lines = new LineCounter();
  try {
    // Duplicate keys are looked for below: the library compares each key with each other one.
    const document = parseDocument(text, { uniqueKeys: false, merge: true, lineCounter: lines, logLevel: 'error' });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) {
      throw new CliError(`${name} is no YAML that can be read${at(lines, problem.pos[0])}: ${problem.code.toLowerCase().replaceAll('_', ' ')}`);
    }
    visit(document, {
      Map(_key, { items }) {
        const seen = new Set<string>();
        for (const { key } of items.filter(isPair)) {
          const keyText = isScalar(key) ? String(key.value) : undefined;
          if (keyText === undefined || seen.has(keyText)) {
            const place = (isScalar(key) || isAlias(key)) && key.range ? at(lines, key.range[0]) : '';
            throw new CliError(`${name} has ${keyText === undefined ? 'a key that is no plain text' : 'a key twice'}${place}`);
          }
          seen.add(keyText);
        }
      },
    });
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
  } catch (error) {
    // What the library throws quotes the text, or is the end of the stack.
    throw error instanceof CliError ? error : new CliError(`${name} is no YAML that can be read: it is nested too deeply, or its anchors repeat too much`);
  }
}

function at(lines: LineCounter, offset: number): string {
  return ` in line ${lines.linePos(offset).line}`;
}
