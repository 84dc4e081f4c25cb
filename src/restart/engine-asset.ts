import * as fs from 'node:fs';
import * as path from 'node:path';
import { IConstruct } from 'constructs';
import { addStackFiles, STACK_FOLDER_EXPRESSION } from '../cdk/stack-files';
import { ENGINE_MISSING, surroundingsError } from '../rules/surroundings';

/** Name of the engine beside a stack. */
export const ENGINE_FILE = 'engine.cjs';

const BUNDLE = 'engine.bundle.cjs';

/**
 * Carries the engine beside the stack, as one file that needs nothing but Node. Returns its path as Terraform expressions name it.
 *
 * `extras` names further files that stand beside it, as engine-extras.ts tells.
 */
export function carryEngine(construct: IConstruct, extras: () => readonly string[] = () => []): string {
  addStackFiles(construct, () => ({
    [ENGINE_FILE]: fs.readFileSync(packaged(BUNDLE)),
    ...Object.fromEntries(extras().map((file) => [file, fs.readFileSync(packaged(file))])),
  }));
  return `${STACK_FOLDER_EXPRESSION}/${ENGINE_FILE}`;
}

/** Where the packaged engine lies: beside this file when compiled, in the build's output when run from sources. */
function packaged(file: string): string {
  const places = [path.join(__dirname, file), path.join(__dirname, '..', '..', 'lib', 'restart', file)];
  const found = places.find((place) => fs.existsSync(place));
  if (found === undefined) {
    throw surroundingsError(ENGINE_MISSING, places[0], 'is missing');
  }
  return found;
}
