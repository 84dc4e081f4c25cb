import { gzipSync } from 'node:zlib';
import { FILES_VARIABLE, LARGEST_PART } from './payload';
import { RenderedFile } from '../brokers/broker-core';
import { Attributes } from '../cdk/block';
import { fillTemplate } from '../text/template';

/** Parts kept free for each set of files with values that arrive at apply. */
const SPARE_PARTS = 4;

/** The environment that carries the files of a `terraform_data` to the engine: compressed, in parts that fit into one string each. */
export function fileParts(settingsAddress: string, files: readonly RenderedFile[]): Attributes {
  const known = Object.fromEntries(files.map((file) => [file.name, fillTemplate(file.text, () => '')]));
  const hasHoles = files.some((file) => file.text.some((part) => typeof part !== 'string'));
  const packed = gzipSync(JSON.stringify(known)).toString('base64').length;
  // A tenth of reserve, since Terraform compresses by another program.
  const count = Math.ceil((packed * 1.1) / LARGEST_PART) + (hasHoles ? SPARE_PARTS : 0);
  const text = `base64gzip(jsonencode(${settingsAddress}.input))`;
  return Object.fromEntries(Array.from({ length: count }, (_, part) =>
    [`${FILES_VARIABLE}${part}`, `\${try(substr(${text}, ${part * LARGEST_PART}, ${LARGEST_PART}), "")}`]));
}
