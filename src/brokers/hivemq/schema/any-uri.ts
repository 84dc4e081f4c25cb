/*
 * What Java's validator takes for an xs:anyURI: a URI reference by RFC 2396 and RFC 2732 once characters that no URI has are escaped.
 * Source: openjdk/jdk, java.xml com/sun/org/apache/xerces/internal/impl/dv/xs/AnyURIDV.java and util/URI.java.
 */

const ESCAPED = /[\u0000-\u0020\u007f<>"{}|\\^~`\u0080-\u{10ffff}]/gu;

const HEX = '%[0-9A-Fa-f]{2}';
const UNRESERVED = "A-Za-z0-9_.!~*'()-";
const PATH = new RegExp(`^(?:[${UNRESERVED};/:@&=+$,]|${HEX})*$`);
const ANY = new RegExp(`^(?:[${UNRESERVED};/?:@&=+$,\\[\\]]|${HEX})*$`);
const USER = new RegExp(`^(?:[${UNRESERVED};:&=+$,]|${HEX})*$`);
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;

/** Whether the text, without blanks at its ends, is a URI reference. */
export function isAnyUri(text: string): boolean {
  const uri = text.replace(ESCAPED, '%00');
  const [, scheme] = /^([^/?#:]*):/.exec(uri) ?? [];
  if (scheme === undefined) {
    return isHierarchical(uri);
  }
  const rest = uri.slice(scheme.length + 1);
  if (!SCHEME.test(scheme) || rest === '' || rest.startsWith('#')) {
    return false;
  }
  return rest.startsWith('/') ? isHierarchical(rest) : haveOnly(rest, ANY);
}

/** Authority, where there is one, and path; two slashes alone are neither. */
function isHierarchical(uri: string): boolean {
  if (uri === '//') {
    return false;
  }
  const [, authority, rest] = /^\/\/([^/?#]+)(.*)$/s.exec(uri) ?? [];
  return haveOnly(authority !== undefined && isServer(authority) ? rest : uri, PATH);
}

function haveOnly(uri: string, path: RegExp): boolean {
  const [, first, query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(uri) as RegExpExecArray;
  return path.test(first) && ANY.test(query) && ANY.test(fragment);
}

/** Brackets stand nowhere but around an address of IPv6; an authority without them has the characters of a path. */
function isServer(authority: string): boolean {
  const [, user, address, port] = /^(?:([^@]*)@)?\[([^\]]*)\](?::(.*))?$/s.exec(authority) ?? [];
  return address !== undefined && USER.test(user ?? '') && isIpv6(address) && isPort(port ?? '');
}

function isPort(text: string): boolean {
  return text === '' || (/^[+-]?\d{1,10}$/.test(text) && Number(text) >= 0 && Number(text) <= 65535);
}

const GROUP = /^[0-9A-Fa-f]{1,4}$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d|0\d\d)(?:\.(?!$)|$)){4}$/;

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) {
    return false;
  }
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups[groups.length - 1] ?? '';
  const hasIpv4 = IPV4.test(last) && address.endsWith(last);
  const count = groups.length + (hasIpv4 ? 1 : 0);
  const isPlain = groups.every((group, index) => GROUP.test(group) || (hasIpv4 && index === groups.length - 1));
  return isPlain && (halves.length === 2 ? count <= 7 : count === 8);
}
