import { Fit, yesNo } from './steps';

/*
 * Values that may be patterns: `*` stands for any run of characters, `/expression/flags` is a JavaScript regular expression.
 * Source: docs.cedalo.com/mosquitto/security/clients/mosquitto-jwt-auth.
 */

const EXPRESSION = /^\/(.+)\/([gimsuy]*)$/s;

/** Whether a value is a pattern. */
export function isPattern(value: string): boolean {
  return value.includes('*') || EXPRESSION.test(value);
}

/** Whether a pattern fits; `unknown` where an expression is broken or could take too long. */
export function fits(pattern: string, value: string): Fit {
  const [, source, flags] = EXPRESSION.exec(pattern) ?? [];
  if (source !== undefined) {
    return fitsExpression(source, flags, value);
  }
  return yesNo(pattern.includes('*') ? fitsStars(pattern, value) : pattern === value);
}

/** Every piece between stars is taken where it stands first, so that time grows with the length alone. */
function fitsStars(pattern: string, value: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0];
  const last = pieces[pieces.length - 1];
  if (!value.startsWith(first) || !value.endsWith(last)) {
    return false;
  }
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = value.indexOf(piece, at);
    if (found < 0) {
      return false;
    }
    at = found + piece.length;
  }
  return at <= value.length - last.length;
}

function fitsExpression(source: string, flags: string, value: string): Fit {
  const expression = compile(source, flags);
  if (expression === undefined || effort(source, value.length) > MOST_EFFORT) {
    return 'unknown';
  }
  expression.lastIndex = 0;
  return yesNo(expression.test(value));
}

const compiled = new Map<string, RegExp | undefined>();
const MOST_COMPILED = 200;

function compile(source: string, flags: string): RegExp | undefined {
  const key = `${flags}/${source}`;
  if (!compiled.has(key)) {
    if (compiled.size >= MOST_COMPILED) {
      compiled.clear();
    }
    compiled.set(key, newExpression(source, flags));
  }
  return compiled.get(key);
}

function newExpression(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** Steps that an expression may take: a fraction of a second. */
const MOST_EFFORT = 20_000_000;

const PIECE = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<[^>]*>))?|\)|\||[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gsu;

interface Group {
  /** Holds something whose length varies, or alternatives: repeated, it may be tried in exponentially many ways. */
  varies: boolean;
  alternatives: number;
}

/**
 * At most how many steps a backtracking search takes; infinite where it may grow exponentially.
 *
 * Quantifiers multiply: each tries every length. A repeated group must not vary inside.
 */
function effort(source: string, length: number): number {
  const groups: Group[] = [{ varies: false, alternatives: 1 }];
  let closed: Group | undefined;
  let steps = length + 1;
  for (const [piece] of source.matchAll(PIECE)) {
    const group = groups[groups.length - 1];
    const atom = closed;
    closed = undefined;
    if (/^\\[k1-9]/.test(piece)) {
      return Infinity;
    }
    if (piece.startsWith('(')) {
      groups.push({ varies: false, alternatives: 1 });
    } else if (piece === ')') {
      closed = groups.pop() as Group;
      steps *= closed.alternatives;
      groups[groups.length - 1].varies ||= closed.varies;
    } else if (piece === '|') {
      group.varies = true;
      group.alternatives++;
    } else if (/^([*+?]|\{\d)/.test(piece)) {
      const ways = waysOf(piece, length);
      if (atom?.varies === true && ways > 2) {
        return Infinity;
      }
      group.varies ||= ways > 1;
      steps *= ways;
    }
  }
  return steps * groups[0].alternatives;
}

/** In how many lengths a quantifier can match. */
function waysOf(quantifier: string, length: number): number {
  if (quantifier.startsWith('?')) {
    return 2;
  }
  const [, least, comma, most] = /\{(\d+)(,?)(\d*)\}/.exec(quantifier) ?? [];
  if (least === undefined || (comma !== '' && most === '')) {
    return length + 1;
  }
  const highest = Number(comma === '' ? least : most);
  // Repeating what varies multiplies its ways, however fixed the number is.
  return Math.min(length + 1, Math.max(highest - Number(least) + 1, highest > 1 ? 3 : 1));
}
