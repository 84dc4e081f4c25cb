import { Findings, DoctorRule } from './finding';
import { Level } from '../rules/rule';
import { show } from '../text/show';

/*
 * URLs as they stand, without the normalisation of the URL class. Grammar: RFC 3986.
 */

/** An absolute URL with a host, in its parts. */
export interface WebAddress {
  /** In lower case. */
  readonly scheme: string;
  /** In lower case, brackets of an IPv6 address included. */
  readonly host: string;
  readonly path: string;
  /** With the question mark; empty where there is none. */
  readonly query: string;
  /** With the hash; empty where there is none. */
  readonly fragment: string;
}

const PCHAR = '[A-Za-z0-9._~!$&\'()*+,;=:@-]|%[0-9A-Fa-f]{2}';
const ADDRESS = new RegExp(
  '^([A-Za-z][A-Za-z0-9+.-]*)://([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+\\])(?::([0-9]{1,5}))?'
  + `((?:/(?:${PCHAR})*)*)(\\?(?:${PCHAR}|[/?])*)?(#(?:${PCHAR}|[/?])*)?$`,
);
const LARGEST_PORT = 65535;
const LONGEST = 4096;

/** Reads a URL; undefined where it is none, names no host, or holds user, blank or other characters that no URL has. */
export function readAddress(text: string): WebAddress | undefined {
  const parts = text.length > LONGEST ? null : ADDRESS.exec(text);
  if (parts === null || Number(parts[3] ?? 0) > LARGEST_PORT) {
    return undefined;
  }
  const [, scheme, host, , path, query = '', fragment = ''] = parts;
  return { scheme: scheme.toLowerCase(), host: host.toLowerCase(), path, query, fragment };
}

/** Whether the host is the machine itself. */
export function isLoopback({ host }: WebAddress): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.[0-9]{1,3}){3}$/.test(host);
}

/** How plain http is judged. */
export interface HttpPolicy {
  /** Whether http on the loopback interface is nothing to speak of. */
  readonly loopback: boolean;
  readonly level: Level;
}

/** Judges that a URL is absolute and encrypted; returns it where it can be used at all. */
export function judgeAddress(findings: Findings, rule: DoctorRule, what: string, text: unknown, policy: HttpPolicy): WebAddress | undefined {
  if (typeof text !== 'string') {
    findings.broken(rule, `${what} ${text === undefined || text === null ? 'is missing' : 'is no text'}`);
    return undefined;
  }
  const address = readAddress(text);
  if (address === undefined) {
    findings.broken(rule, `${what} is no absolute URL: ${show(text)}`);
    return undefined;
  }
  if (address.scheme === 'https' || (address.scheme === 'http' && policy.loopback && isLoopback(address))) {
    return address;
  }
  const isHttp = address.scheme === 'http';
  findings.broken(rule, `${what} ${isHttp ? 'is plain http' : 'is neither https nor http'}: ${show(text)}`, isHttp ? policy.level : rule.level);
  return isHttp && policy.level === 'warning' ? address : undefined;
}

/** Whether two URLs are different texts that a lenient reader would take for the same. */
export function looksTheSame(one: string, other: string): boolean {
  return one !== other && folded(one) === folded(other);
}

function folded(text: string): string {
  return text
    .replace(/%[0-9A-Fa-f]{2}/g, (escape) => String.fromCharCode(parseInt(escape.slice(1), 16)))
    .normalize('NFC')
    .toLowerCase()
    .replace(/^(https:\/\/[^/?#]*):443(?=$|[/?#])|^(http:\/\/[^/?#]*):80(?=$|[/?#])/, '$1$2')
    .trim()
    .replace(/\/$/, '');
}
