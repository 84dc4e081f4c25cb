import { Files, RenderedFile } from '../../../src/brokers/broker-core';
import { plainText } from '../../../src/text/template';

/** The text of a file without places to fill. */
export function renderedText(files: readonly RenderedFile[], name: string): string {
  return filesOf(files)[name];
}

/** Rendered files as they would stand on a node. */
export function filesOf(files: readonly RenderedFile[]): Files {
  return Object.fromEntries(files.map((file) => {
    const text = plainText(file.text);
    if (text === undefined) {
      throw new Error(`${file.name} has places to fill`);
    }
    return [file.name, text];
  }));
}
