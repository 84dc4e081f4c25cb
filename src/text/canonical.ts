/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Orders strings by code points, which is also the order of their UTF-8 bytes and of Terraform's map keys, whatever the locale. */
export function byCodePoint(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  let index = 0;
  while (index < shared && a.charCodeAt(index) === b.charCodeAt(index)) {
    index++;
  }
  return index === shared ? a.length - b.length : rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
}

/** Surrogates stand for code points above all others, although their code units do not. */
function rank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit;
}

/** JSON with every object's keys sorted and absent members left out, so that equal values give equal bytes. */
export function canonicalJson(value: unknown, indent?: number): string {
  return JSON.stringify(sortKeys(value), undefined, indent);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortKeys);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => byCodePoint(a, b)).map(([key, member]) => [key, sortKeys(member)]));
}
