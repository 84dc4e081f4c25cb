import * as fc from 'fast-check';
import { copyOf, Node, treeOf, written } from './mutable-tree';
import { damaged, Dice, diceOf, Frame, MUTATIONS, pick } from './mutations';
import { renderHiveMq } from '../../../../src/brokers/hivemq/render';
import { plainText } from '../../../../src/text/template';
import { anyConfig, anyFileRealm } from '../arbitrary';

/** One document and how it came about. */
export interface Sample {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly changes: readonly string[];
}

/** As many documents of a kind as are wanted, the same for the same seed: valid ones, and such ones changed once to three times. */
export function samples(file: 'config.xml' | 'ese-file-realm.xml', count: number, seed: number): readonly Sample[] {
  const dice = diceOf(seed);
  const bases = basesOf(file, Math.min(count, 400), seed);
  return Array.from({ length: count }, (_, index) => {
    const base = bases[index % bases.length];
    return index % 10 === 0 ? sampleOf(file, written(base), [], '') : changed(file, copyOf(base), dice);
  });
}

/** Longest document that is worth the time of its validation. */
const LONGEST = 20_000;

function basesOf(file: string, count: number, seed: number): readonly Node[] {
  const options = { numRuns: count, seed };
  const settings = file === 'config.xml' ? fc.sample(anyConfig, options).map((config) => ({ config }))
    : fc.sample(anyFileRealm, options).map((fileRealm) => ({ config: {}, fileRealm }));
  const texts = settings.map((one) => plainText(renderHiveMq(one, '4.36').find(({ name }) => name === file)!.text)!);
  return texts.filter((text) => text.length < LONGEST).map(treeOf);
}

function changed(file: string, root: Node, dice: Dice): Sample {
  const frame: Frame = { before: '', after: '' };
  const changes = Array.from({ length: 1 + dice(3) }, () => pick(dice, Object.keys(MUTATIONS)));
  changes.forEach((change) => MUTATIONS[change](root, dice, frame));
  const text = frame.before + written(root) + frame.after;
  if (dice(20) === 0) {
    return sampleOf(file, damaged(text, dice), [...changes, 'damage'], '');
  }
  return sampleOf(file, text, changes, dice(25) === 0 ? pick(dice, ENCODINGS) : '');
}

const ENCODINGS = ['utf16le', 'utf16be', 'latin1', 'ascii'];

function sampleOf(file: string, text: string, changes: readonly string[], encoding: string): Sample {
  return { file, bytes: encoded(text, encoding), changes: encoding === '' ? changes : [...changes, encoding] };
}

function encoded(text: string, encoding: string): Uint8Array {
  const body = text.replace(/^\ufeff*<\?xml[^>]*>/, '');
  switch (encoding) {
    case 'utf16le':
      return Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${body}`, 'utf16le');
    case 'utf16be':
      return Buffer.from(`\ufeff${body}`, 'utf16le').swap16();
    case 'latin1':
      return Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${body.replace(/[^\u0000-\u00ff]/g, 'x')}`, 'latin1');
    case 'ascii':
      return Buffer.from(`<?xml version="1.0" encoding="US-ASCII"?>${body.replace(/[^\u0000-\u007f]/g, 'x')}`, 'latin1');
    default:
      return Buffer.from(text);
  }
}
