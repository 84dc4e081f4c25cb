import { Random } from './random';

/*
 * Changes to texts and to JSON values that a careless or hostile hand might make.
 */

/** JSON as the fuzzer builds it. */
export type Data = null | boolean | number | string | Data[] | { [name: string]: Data };

const HOSTILE = [
  '', ' ', '\0', '\n', '\r\n', '\t', '\u00a0', '\u2028', '\ufeff', '\ufffd', '\ud800', '\udc00', '😀', 'é', 'é', '"', '\'', '`', '\\', '\\u', '\\u00', '\\ud800',
  '=', ':', ';', '#', '!', '%', '%2F', '%2A', '*', '/', '//', '.', '..', ',', ',,', '|', '&', '&amp;', '&#0;', '&#x41;', '&x;', '<', '>', '</', '/>', '<a/>', '<!--', '-->', '<![CDATA[',
  ']]>', '<?x?>', '<!DOCTYPE x [<!ENTITY y "z">]>', '{', '}', '[', ']', '{}', '[]', '{"a":', '${', '${a}', '$', '$share/g/a', '%u', '%c', '+', '-', '0', '-0', '1', '01', '1e999',
  '1e-999', '99999999999999999999', '9007199254740993', '-1', '0.1', 'NaN', 'true', 'false', 'null', 'True', 'yes', 'none', 'RS256', 'HS256', '__proto__', 'constructor',
  'toString', 'ey', 'ey.', '..', '(', ')', '(a+)+$', '^', '[main]', '[oauth]', 'a=b', 'listener 1883', 'plugin x',
];

const NUMBERS = [0, -0, 1, -1, 0.5, 1e15, 2 ** 53, -(2 ** 53), 2 ** 31, 2 ** 63, 1e308, 5e-324, Infinity, -Infinity, 999999, 1000000, 1000001];

/** A text that is wrong in few ways, or in many. */
export function mutateText(random: Random, text: string, others: readonly string[]): string {
  let changed = text;
  for (let count = 1 + random.below(random.oneIn(4) ? 12 : 3); count > 0; count--) {
    changed = random.pick(TEXT_CHANGES)(random, changed, others);
  }
  return changed.length > LONGEST ? changed.slice(0, LONGEST) : changed;
}

const LONGEST = 40_000;

type TextChange = (random: Random, text: string, others: readonly string[]) => string;

const TEXT_CHANGES: readonly TextChange[] = [
  (random, text) => splice(random, text, 0, random.pick(HOSTILE)),
  (random, text) => splice(random, text, 1 + random.below(6), random.pick(HOSTILE)),
  (random, text) => splice(random, text, 1 + random.below(30), ''),
  (random, text) => splice(random, text, 1, String.fromCharCode(random.below(random.oneIn(3) ? 65536 : 128))),
  flipByte,
  (random, text) => splice(random, text, 0, piece(random, text)),
  (random, text, others) => splice(random, text, random.below(20), piece(random, random.pick(others))),
  (random, text) => text.slice(0, random.below(text.length + 1)),
  (random, text) => splice(random, text, 0, piece(random, text).repeat(random.oneIn(50) ? 1 + random.below(400) : 2)),
  changeLine,
  changeElement,
  changeJsonText,
];

function splice(random: Random, text: string, length: number, put: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + put + text.slice(at + length);
}

function piece(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  return text.slice(at, at + 1 + random.below(random.oneIn(3) ? 200 : 20));
}

/** As files come: bytes that are then read as UTF-8. */
function flipByte(random: Random, text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 0) {
    bytes[random.below(bytes.length)] ^= 1 << random.below(8);
  }
  return bytes.toString('utf8');
}

/** Files of lines: one goes, stands twice, or changes places. */
function changeLine(random: Random, text: string): string {
  const lines = text.split('\n');
  const at = random.below(lines.length);
  switch (random.below(4)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, lines[random.below(lines.length)]);
      break;
    case 2:
      lines[at] = `${lines[at].split(/[=:\s]/)[0]} ${random.pick(['=', ' ', ':', ''])} ${random.pick(HOSTILE)}`;
      break;
    default:
      lines[at] += random.pick(['\\', ' ', '\r', '#x', random.pick(HOSTILE)]);
  }
  return lines.join('\n');
}

/** Documents of elements: one goes, stands twice, gets another's text, or another name. */
function changeElement(random: Random, text: string): string {
  const tags = [...text.matchAll(/<([A-Za-z-]+)[^<>]*>([^<>]*)<\/\1>/g)];
  if (tags.length === 0) {
    return text;
  }
  const { 0: whole, 1: name, 2: content, index } = random.pick(tags);
  const other = random.pick(tags);
  const put = random.pick(['', whole + whole, `<${name}>${random.pick(HOSTILE)}</${name}>`, `<${name}>${other[2]}</${name}>`, `<${other[1]}>${content}</${other[1]}>`, other[0]]);
  return text.slice(0, index) + put + text.slice(index + whole.length);
}

function changeJsonText(random: Random, text: string): string {
  try {
    return JSON.stringify(mutateData(random, JSON.parse(text) as Data), undefined, random.pick([undefined, 2]));
  } catch {
    return text;
  }
}

/** A value in which one place is wrong, or a few. */
export function mutateData(random: Random, value: Data): Data {
  let changed = value;
  for (let count = 1 + random.below(3); count > 0; count--) {
    changed = changeSomewhere(random, changed);
  }
  return changed;
}

function changeSomewhere(random: Random, value: Data): Data {
  if (value === null || typeof value !== 'object' || random.oneIn(8)) {
    return replaced(random, value);
  }
  if (Array.isArray(value)) {
    return changeList(random, value);
  }
  const names = Object.keys(value);
  if (names.length === 0 || random.oneIn(8)) {
    return withMember(value, random.oneIn(3) ? random.pick(HOSTILE) : random.pick(NAMES), replaced(random, null));
  }
  const name = random.pick(names);
  if (random.oneIn(8)) {
    return Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
  }
  return withMember(value, name, changeSomewhere(random, value[name]));
}

/** Names that mean something somewhere. */
const NAMES = [
  'exp', 'nbf', 'iat', 'iss', 'aud', 'sub', 'scope', 'scp', 'alg', 'kid', 'crit', 'typ', 'use', 'key_ops', 'resource_access', 'client_id', 'jti', 'azp', 'keys', 'x',
];

/** Assignment would change the prototype where the name is `__proto__`. */
function withMember(object: { [name: string]: Data }, name: string, value: Data): Data {
  return Object.fromEntries([...Object.entries(object).filter(([other]) => other !== name), [name, value]]);
}

function changeList(random: Random, list: Data[]): Data {
  const at = random.below(list.length + 1);
  switch (random.below(4)) {
    case 0:
      return [...list.slice(0, at), ...list.slice(at + 1)];
    case 1:
      return [...list.slice(0, at), replaced(random, null), ...list.slice(at)];
    case 2:
      return [...list, ...list.slice(0, at)];
    default:
      return list.map((item, index) => (index === at ? changeSomewhere(random, item) : item));
  }
}

function replaced(random: Random, value: Data): Data {
  if (typeof value === 'string' && !random.oneIn(3)) {
    const alike = [value.toUpperCase(), `${value}/`, ` ${value} `, value.slice(1)];
    return random.oneIn(2) ? splice(random, value, random.below(3), random.pick(HOSTILE)) : random.pick(alike);
  }
  if (typeof value === 'number' && !random.oneIn(3)) {
    return random.pick([value + 1, value - 1, value + 60, value - 60, value - 301, -value, value * 1000, value + 0.5, String(value)]);
  }
  return random.pick<() => Data>([
    () => null, () => true, () => false, () => random.pick(NUMBERS), () => random.pick(HOSTILE), () => [], () => ({}), () => [value],
    () => ({ a: value }),
    () => [random.pick(HOSTILE), random.pick(NUMBERS)], () => nested(1 + random.below(random.oneIn(20) ? 1200 : 5)),
  ])();
}

function nested(depth: number): Data {
  let value: Data = [];
  for (let level = 0; level < depth; level++) {
    value = [value];
  }
  return value;
}

/** A text of nothing but pieces. */
export function randomText(random: Random, words: readonly string[]): string {
  let text = '';
  for (let count = random.below(30); count > 0; count--) {
    text += random.oneIn(2) ? random.pick(HOSTILE) : random.oneIn(4) ? String.fromCharCode(random.below(65536)) : piece(random, random.pick(words));
  }
  return text;
}
