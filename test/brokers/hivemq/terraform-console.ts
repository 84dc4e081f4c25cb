import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { apply } from '../../support/terraform';

/** Values of expressions, as Terraform computes them. */
export function evaluateExpressions(expressions: readonly string[]): readonly unknown[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'expressions-'));
  try {
    const output = { value: expressions.map((expression) => `\${${expression}}`) };
    fs.writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify({ output: { values: output } }));
    return apply(folder).values.outputs.values.value;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
