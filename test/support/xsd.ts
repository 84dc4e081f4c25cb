import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Why documents cannot be validated here; undefined when they can. */
export function whyNoValidation(schema: string): string | undefined {
  if (!fs.existsSync(schema)) {
    return `${schema} is not here`;
  }
  return spawnSync('java', ['-version']).status === 0 ? undefined : 'no Java runtime is here';
}

/** Validates documents in one run of the Java runtime; gives the problem of each, or undefined where there is none. */
export function validateAll(schema: string, documents: readonly (string | Uint8Array)[]): readonly (string | undefined)[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xsd-'));
  try {
    documents.forEach((text, index) => fs.writeFileSync(path.join(folder, `${index}.xml`), text));
    const printed = execFileSync('java', [path.join(__dirname, 'XsdValidator.java'), schema, folder], { encoding: 'utf8', maxBuffer: 1e8 });
    const problems = new Map(printed.trim().split('\n').map((line) => {
      const [, verdict, name, problem] = /^(valid|invalid) ([^:]+)(?:: (.*))?$/.exec(line)!;
      return [name, verdict === 'valid' ? undefined : problem] as const;
    }));
    return documents.map((_, index) => (problems.has(`${index}.xml`) ? problems.get(`${index}.xml`) : 'was not validated'));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
