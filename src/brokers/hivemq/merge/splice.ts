import { Block, blockOf } from './blocks';
import type { Place } from './merge';
import { elementsOf, XmlElement } from '../xml/tree';

/** One replacement of a part of a text. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The existing text with our blocks in their places: replaced, inserted or taken out. Nothing else changes. */
export function placeBlocks(existing: string, root: XmlElement, theirs: readonly Place[], ours: string, mine: readonly Place[]): string {
  const lineFeed = existing.includes('\r\n') ? '\r\n' : '\n';
  const edits: Edit[] = [];
  const missing = new Map<XmlElement, string[][]>();
  theirs.forEach((place, index) => {
    const source = mine[index].element;
    const ourBlock = source === undefined ? undefined : blockOf(source).block;
    const text = ourBlock === undefined ? undefined : ours.slice(ourBlock.start, ourBlock.end).replace(/\r?\n/g, lineFeed);
    const theirBlock = place.element === undefined ? undefined : blockOf(place.element).block;
    if (theirBlock !== undefined) {
      edits.push(text === undefined ? removal(existing, theirBlock) : { start: theirBlock.start, end: theirBlock.end, text });
    } else if (text !== undefined) {
      const [parent, names] = deepest(root, place.path);
      missing.set(parent, [...(missing.get(parent) ?? []), [...names, text]]);
    }
  });
  for (const [parent, chains] of missing) {
    edits.push(insertion(existing, parent, nest(chains, lineFeed, depthOf(root, parent)), lineFeed));
  }
  return apply(existing, edits);
}

/** Takes a block out, with the line feed and indent in front of it that came with it. */
function removal(existing: string, block: Block): Edit {
  const blank = /(\r?\n)?[ \t]*$/.exec(existing.slice(0, block.start))![0].length;
  return { start: block.start - blank, end: block.end, text: '' };
}

/** The insertion of a text as the last child of an element, on a line of its own. */
function insertion(existing: string, parent: XmlElement, text: string, lineFeed: string): Edit {
  const outer = indentOf(existing, parent.start);
  if (parent.selfClosing) {
    const open = existing.slice(parent.start, parent.end).replace(/\s*\/>$/, '>');
    return { start: parent.start, end: parent.end, text: `${open}${lineFeed}${outer}  ${text}${lineFeed}${outer}</${parent.name}>` };
  }
  const before = existing.slice(0, parent.closeStart);
  const blank = /\r?\n[ \t]*$/.exec(before);
  if (blank === null) {
    return { start: parent.closeStart, end: parent.closeStart, text: `${lineFeed}${outer}  ${text}${lineFeed}${outer}` };
  }
  return { start: blank.index, end: blank.index, text: `${lineFeed}${outer}  ${text}` };
}

/** Elements that are missing on the way to our blocks, as XML; paths that share an element share it here too. */
function nest(chains: readonly string[][], lineFeed: string, depth: number): string {
  const indent = '  '.repeat(depth + 1);
  const lone = chains.filter((chain) => chain.length === 1).map(([text]) => text);
  const names = [...new Set(chains.filter((chain) => chain.length > 1).map(([name]) => name))];
  const elements = names.map((name) => {
    const inner = nest(chains.filter((chain) => chain.length > 1 && chain[0] === name).map((chain) => chain.slice(1)), lineFeed, depth + 1);
    return `<${name}>${lineFeed}${indent}  ${inner}${lineFeed}${indent}</${name}>`;
  });
  return [...lone, ...elements].join(`${lineFeed}${indent}`);
}

function deepest(root: XmlElement, path: readonly string[]): readonly [XmlElement, readonly string[]] {
  let at = root;
  for (let index = 0; index < path.length; index++) {
    const next = elementsOf(at).find((child) => child.name === path[index]);
    if (next === undefined) {
      return [at, path.slice(index)];
    }
    at = next;
  }
  return [at, []];
}

function depthOf(root: XmlElement, element: XmlElement): number {
  if (root === element) {
    return 0;
  }
  const around = elementsOf(root).filter((child) => child.start <= element.start && child.end >= element.end);
  return 1 + Math.min(...around.map((child) => depthOf(child, element)));
}

function indentOf(text: string, position: number): string {
  const line = text.slice(text.lastIndexOf('\n', position - 1) + 1, position);
  return /^[ \t]*$/.test(line) ? line : '';
}

function apply(text: string, edits: readonly Edit[]): string {
  return [...edits].sort((a, b) => b.start - a.start).reduce((done, edit) => done.slice(0, edit.start) + edit.text + done.slice(edit.end), text);
}
