import { isCollection, isNode, isScalar, LineCounter, parseDocument, visit, YAMLMap } from 'yaml';
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
      Map: (_key, map) => refuseDuplicates(map, name, lines),
      Alias(_key, { source }, path) {
        if (path.some((ancestor) => isCollection(ancestor) && ancestor.anchor === source)) {
          throw new CliError(`${name} has an anchor that holds itself`);
        }
      },
    });
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
  } catch (error) {
    // What the library throws quotes the text, or is the end of the stack.
    throw error instanceof CliError ? error : new CliError(`${name} is no YAML that can be read: it is nested too deeply, or its anchors repeat too much`);
  }
}

function refuseDuplicates({ items }: YAMLMap, name: string, lines: LineCounter): void {
  const seen = new Set<string>();
  for (const { key } of items) {
    const text = isScalar(key) ? String(key.value) : undefined;
    if (text === undefined || seen.has(text)) {
      const place = isNode(key) && key.range ? at(lines, key.range[0]) : '';
      throw new CliError(`${name} has ${text === undefined ? 'a key that is no plain text' : 'a key twice'}${place}`);
    }
    seen.add(text);
  }
}

function at(lines: LineCounter, offset: number): string {
  return ` in line ${lines.linePos(offset).line}`;
}
