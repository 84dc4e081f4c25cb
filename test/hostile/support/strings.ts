import { HOSTILE } from '../../support/hostile';

/** Strings that Terraform itself cannot carry as they are, and some that break maps, lists and places. */
const FURTHER: Readonly<Record<string, string>> = {
  nul: 'a\0b',
  loneSurrogate: 'a\ud800b',
  decomposed: 'Am\u0065\u0301lie \u212b',
  empty: '',
  blank: ' ',
  comma: 'a,b',
  prototype: '__proto__',
  place: '@{broker-oauth:0}',
  percentEncoded: '%2F%00%',
  shell: '$(touch /tmp/hostile)`id`; rm -rf x & \'',
  byteOrderMark: '\ufeffa',
  notCharacter: 'a\uffff\ufffe',
  notCharacterElsewhere: 'a\ufdd0\u{1fffe}',
  secondControls: 'a\u0080\u009fb',
};

/** Every hostile string by name. */
export const STRINGS: Readonly<Record<string, string>> = { ...HOSTILE, ...FURTHER };

/**
 * What a string is once Terraform has carried it.
 *
 * A lone surrogate is an error where it is written down. One that arrives at apply has been turned into U+FFFD before any expression
 * sees it, by Terraform's own reader of JSON; every string is in Unicode normal form C.
 */
export function carried(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').normalize('NFC');
}
