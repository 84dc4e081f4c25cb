import { copyOf, Node, nodesOf, Placed } from './mutable-tree';

/** Whole numbers below a bound, the same for the same seed. */
export type Dice = (below: number) => number;

/** Dice from a seed (mulberry32). */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export function pick<T>(dice: Dice, from: readonly T[]): T {
  return from[dice(from.length)];
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const XS = 'http://www.w3.org/2001/XMLSchema';

/** Values at the edges of the types that the schemas use. */
const VALUES = [
  '', ' ', 'true', 'false', 'TRUE', 'True', '1', '0', ' true ', '&#10;false&#9;', 'yes', '+1', '-1', '-0', '00', '007', '+', '-', '1.0', '1.', '.5', '1e3', '1E+3', '1e',
  'INF', '-INF', '+INF', 'NaN', 'nan', '0x10', '1_000', '1,000', '٣', '2147483647', '2147483648', '-2147483648', '-2147483649', '4294967295', '4294967296',
  '9223372036854775807', '9223372036854775808', '9'.repeat(50), `-${'9'.repeat(50)}`, '0'.repeat(60), '10', '9', '100', '101', '1 2', '1<!-- c -->2', '<![CDATA[1]]>',
  '<![CDATA[ true ]]>', 'tr<?p i?>ue', ' 1 <!-- c --> ', '<!-- c -->', '<![CDATA[]]>', '&#49;', '&#x20;', '&#160;1', '\u20281', 'PUBLISH', 'publish', ' PUBLISH', 'ALL', 'ALL ', 'ZERO_ONE', 'UTF8', 'utf8', 'Base64',
  'RETAINED', 'SHARED', 'MD5', 'PKCS5S2', 'MYSQL', 'tls', 'start-tls', 'warn', 'UPPER', 'serial-number', 'authorization-code', 'authorization-code-pkce',
  'mqtt-password', ' mqtt-password', 'mqtt-password ', 'mqtt-clientid', 'authentication-key', 'authorization-role-key', 'string-', 'string-x', 'string-X', 'byte-a-1', 'byte-ä',
  'authentication-byte-secret', 'mqtt-username&#10;',
];

/** Names at the edges of NCName. */
const NAMES = [
  'a', ' a ', 'a b', '_', '-a', '.a', '9a', 'a:b', ':a', 'a-', 'ä', 'éa', '中', 'aͰ', 'Ͱ', 'a·', '·a', '😀', 'a😀', 'a\u0301', '\u0301a', 'ª', 'aª', 'Ⅻ', 'ⅰ', '٣', 'a٣', 'ー', 'aー', '℮',
  'a&#x200D;', 'a​', '가', 'Ａ', 'a$', 'a/b', '${ENV:NAME}', 'xml', 'n-1', 'n-2', 'n-3', '&#10;n-1&#10;', 'n-1 n-2',
];

/** URI references, good and bad. */
const URIS = [
  'https://ocsp.example', 'http://ocsp.example:80/a?b#c', 'a', 'a b', '%', '%4', '%41', '%zz', '#', '#a', '#a#b', '?', '//', '///a', ':', ':a', 'a:', 'a:#b', '1a:b', 'a+.-:b', 'urn:x', 'urn:[x]',
  'http://[::1]/', 'http://[::1]:80/', 'http://[::1', 'http://[::1]x/', 'http://[1:2:3:4:5:6:7:8]/', 'http://[1:2:3:4:5:6:7]/', 'http://[::1.2.3.4]/', 'http://[1::2::3]/', 'http://[g::]/', 'http://u@[::1]/',
  'http://a:b:c/', 'http://a:99999/', 'http://[::1]:99999/', 'http://[::1]:/', 'http://a[b]/', 'http://a/[b]', 'a[b]', '?[b]', '#[b]', 'http://ä.example/ö', '{x}', '${ENV:URL}', '^', '`', '|', '\\', '&lt;', '&quot;', '..', '/..', './a:b', 'a/b:c', '?a:b',
  'http://a b/', '\u0001'.replace('\u0001', '&#9;x'), '  http://a  ', 'mailto:a@b', 'a:b c', 'http:', 'http:/', 'http:a', 'http://%41/', 'http://%4/', 'x'.repeat(300), '😀',
  'http://[::1%25eth0]/', 'http://[1:2:3:4:5:6:1.2.3.4]/', 'http://[1:2:3:4:5:1.2.3.4]/', 'http://[::256.1.1.1]/', 'http://[:1]/', 'http://[1:]/', 'http://[]/', 'http://[::]/', 'http://[12345::]/', 'http://[::1]:-1/', 'http://[::1]:+80/', 'http://[::1]:8a/',
];

const TYPES = [
  'jwtRealmEntity', 'realmEntity', 'xs:string', 'xs:int', 'xs:short', 'xs:token', 'xs:ID', 'xs:NCName', 'xs:boolean', 'xs:anyURI', 'xs:integer', 'xs:long', 'xs:normalizedString', 'nobody',
  'p:q', 'a b', '', 'ese-variable', 'ese-modifiable-string-variable', 'ese-constant-string-variable', 'encoding', 'level', 'scope', 'trustStoreEntity', 'introspection-endpoint', 'encodedString', 'expGrace',
  'validation', 'mqttPermissionEntity', 'listenerPipelineEntity', 'fileRealmEntity', 'fileAuthenticationManagerEntity', 'qos', 'xs:anyType', 'xs:anySimpleType', 'xs:language', 'xs:NMTOKEN', 'xs:unsignedByte', 'xs:positiveInteger', 'customClaim', 'mqttUserEntity', 'ccRoleEntity',
];

const texts = (root: Node): Placed[] => nodesOf(root).filter(({ node }) => node.children.every((child) => typeof child === 'string'));
const inner = (root: Node): Placed[] => nodesOf(root).filter(({ parent }) => parent !== undefined);
const parents = (root: Node): Placed[] => nodesOf(root).filter(({ node }) => node.children.some((child) => typeof child !== 'string'));

function insert(dice: Dice, into: Node, child: Node | string): void {
  into.children.splice(dice(into.children.length + 1), 0, child);
}

function at<T>(dice: Dice, from: readonly T[], change: (one: T) => void): void {
  if (from.length > 0) {
    change(pick(dice, from));
  }
}

function remove({ node, parent }: Placed): void {
  parent!.children.splice(parent!.children.indexOf(node), 1);
}

/** Bytes and markup around the tree. */
export type Frame = { before: string; after: string };

/** One change of a document that may or may not leave it valid. */
export type Mutation = (root: Node, dice: Dice, frame: Frame) => void;

function setAttribute(node: Node, name: string, value: string): void {
  node.attributes = [...node.attributes.filter(([other]) => other !== name), [name, value]];
}

/** Changes of the tree, by what they are called in reports. */
export const MUTATIONS: { readonly [name: string]: Mutation } = {
  'remove an element': (root, dice) => at(dice, inner(root), remove),
  'repeat an element': (root, dice) => at(dice, inner(root), ({ node, parent }) => parent!.children.splice(parent!.children.indexOf(node), 0, copyOf(node))),
  'swap two siblings': (root, dice) => at(dice, parents(root), ({ node }) => {
    const [first, second] = [dice(node.children.length), dice(node.children.length)];
    [node.children[first], node.children[second]] = [node.children[second], node.children[first]];
  }),
  'rename an element': (root, dice) => at(dice, nodesOf(root), ({ node }) => {
    const others = nodesOf(root).map((other) => other.node.name);
    node.name = pick(dice, [...others, `${node.name}s`, node.name.toUpperCase(), 'jwks-cache-duration', 'jwt-authorization-manager']);
  }),
  'move an element': (root, dice) => at(dice, inner(root), (placed) => {
    const goals = nodesOf(root).filter(({ node }) => !nodesOf(placed.node).some((below) => below.node === node));
    remove(placed);
    insert(dice, pick(dice, goals).node, placed.node);
  }),
  'copy an element elsewhere': (root, dice) => at(dice, inner(root), ({ node }) => insert(dice, pick(dice, nodesOf(root)).node, copyOf(node))),
  'empty an element': (root, dice) => at(dice, nodesOf(root), ({ node }) => { node.children = []; }),
  'blanks in an element': (root, dice) => at(dice, nodesOf(root), ({ node }) => insert(dice, node, pick(dice, [' ', '\n', '\t', '&#32;', '<![CDATA[ ]]>', '\u00a0', '\u0085']))),
  'a comment or an instruction': (root, dice) => at(dice, nodesOf(root), ({ node }) =>
    insert(dice, node, pick(dice, ['<!-- c -->', '<?target data?>', '<![CDATA[]]>', '<!---->', '<?t?>']))),
  'text among elements': (root, dice) => at(dice, nodesOf(root), ({ node }) => insert(dice, node, pick(dice, ['x', '&amp;', '<![CDATA[x]]>', '0']))),
  'another value': (root, dice) => at(dice, texts(root), ({ node }) => { node.children = [pick(dice, VALUES)]; }),
  'another number or word': (root, dice) => at(dice, texts(root), ({ node }) => { node.children = [pick(dice, VALUES)]; }),
  'another name': (root, dice) => at(dice, nodesOf(root).filter(({ node }) => node.name === 'name' || node.name === 'realm'), ({ node }) => {
    node.children = [pick(dice, NAMES)];
  }),
  'another name attribute': (root, dice) => at(dice, nodesOf(root).filter(({ node }) => /-(manager|pipeline)$/.test(node.name)), ({ node }) => {
    setAttribute(node, 'name', pick(dice, NAMES));
  }),
  'the same name twice': (root, dice) => at(dice, nodesOf(root).filter(({ node }) => node.name === 'name'), ({ node }) =>
    at(dice, nodesOf(root).filter((other) => other.node.name === 'name'), (other) => { other.node.children = [...node.children]; })),
  'a URI': (root, dice) => at(dice, nodesOf(root).filter(({ node }) => /(endpoint|issuer|uri)$/.test(node.name)), ({ node }) => {
    node.children = [pick(dice, URIS)];
  }),
  'a check with a URI': (root, dice) => {
    const uri = pick(dice, URIS);
    const check = (listener: string): Node => ({
      name: 'client-certificate-revocation-check',
      attributes: [['listener', listener]],
      children: [{
        name: 'on-tls-handshake',
        attributes: [],
        children: [{ name: 'method', attributes: [], children: [{ name: 'ocsp', attributes: [], children: [{ name: 'endpoint', attributes: [], children: [uri] }] }] }],
      }],
    });
    root.children = root.children.filter((child) => typeof child === 'string' || child.name !== 'client-certificate-revocation-checks');
    root.children.push({ name: 'client-certificate-revocation-checks', attributes: [], children: [check('a'), check(pick(dice, ['b', 'a', 'a ', 'A', '']))] });
  },
  'remove an attribute': (root, dice) => at(dice, nodesOf(root).filter(({ node }) => node.attributes.length > 0), ({ node }) => node.attributes.splice(dice(node.attributes.length), 1)),
  'another attribute value': (root, dice) => at(dice, nodesOf(root).filter(({ node }) => node.attributes.length > 0), ({ node }) => {
    node.attributes[dice(node.attributes.length)][1] = pick(dice, VALUES).replace(/<[^>]*>/g, '');
  }),
  'one attribute more': (root, dice) => at(dice, nodesOf(root), ({ node }) => {
    const names = ['name', 'listener', 'version', 'encoding', 'alt', 'timeout', 'sampling', 'prefix', 'type', 'password', 'disconnect-after-expiry', 'clear-client-password-on-connection', 'realm', 'id', 'xml:lang', 'xml:space', 'xml:id', 'xmlns:x'];
    setAttribute(node, pick(dice, names), pick(dice, ['en', 'preserve', '1', 'UTF8', 'true', 'urn:x', '0.5']));
  }),
  'an attribute twice': (root, dice) => at(dice, nodesOf(root).filter(({ node }) => node.attributes.length > 0), ({ node }) => node.attributes.push([...pick(dice, node.attributes)])),
  'a prefix': (root, dice) => at(dice, nodesOf(root), ({ node }) => {
    node.name = `p:${node.name}`;
    setAttribute(pick(dice, [root, node]), 'xmlns:p', pick(dice, ['urn:p', XSI, 'urn:q']));
  }),
  'a namespace': (root, dice) => at(dice, nodesOf(root), ({ node }) => setAttribute(node, 'xmlns', pick(dice, ['', 'urn:x', '', 'urn:y']))),
  'a bound prefix': (root, dice) => at(dice, nodesOf(root), ({ node }) => setAttribute(node, pick(dice, ['xmlns:p', 'xmlns:xsi', 'xmlns:xml', 'xmlns:xmlns']), pick(dice, ['urn:p', XSI, 'http://www.w3.org/XML/1998/namespace', '']))),
  'an attribute with a prefix': (root, dice) => at(dice, nodesOf(root), ({ node }) => {
    setAttribute(root, 'xmlns:p', 'urn:p');
    setAttribute(node, pick(dice, ['p:name', 'p:x', 'q:x']), '1');
  }),
  'an instance attribute': (root, dice) => at(dice, nodesOf(root), ({ node }) => {
    setAttribute(root, 'xmlns:xsi', XSI);
    const [name, values] = pick(dice, [
      ['xsi:nil', ['true', 'false', '0', 'x']],
      ['xsi:schemaLocation', ['urn:a a.xsd', 'a', 'a b c', '', '% %']],
      ['xsi:noNamespaceSchemaLocation', ['config.xsd', 'a b', '%', '', 'x:']],
      ['xsi:other', ['x']],
    ] as const);
    setAttribute(node, name, pick(dice, values));
  }),
  'a type': (root, dice) => at(dice, nodesOf(root), ({ node }) => {
    setAttribute(root, 'xmlns:xsi', XSI);
    setAttribute(root, 'xmlns:xs', XS);
    setAttribute(node, 'xsi:type', pick(dice, TYPES));
  }),
  'a type called after the element': (root, dice) => at(dice, inner(root), ({ node }) => {
    setAttribute(root, 'xmlns:xsi', XSI);
    const camel = node.name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    setAttribute(node, 'xsi:type', pick(dice, [`${camel}Entity`, node.name, camel]));
  }),
  'anything in runtime': (root, dice) => {
    root.children = root.children.filter((child) => typeof child === 'string' || child.name !== 'runtime');
    const content = ['<a/>', '<a xmlns="urn:x"><b/>text</a>', 'text', '<p:a/>', '<name>n-1</name>', '<realm>n-1</realm>', '<a xsi:nil="true"/>', '<a xml:lang="x"/>', '<aͰ/>', '<中/>', ' ', '<!-- c -->', '<a>&nbsp;</a>', '<a b="&lt;"/>', '<a\u0301/>'];
    root.children.unshift({ name: 'runtime', attributes: pick(dice, [[], [['a', 'b']], [['xmlns', 'urn:x']], [['xmlns:xsi', XSI]]]), children: [pick(dice, content), pick(dice, content)] });
  },
  'a declaration': (_root, dice, frame) => {
    frame.before = pick(dice, [
      '<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-8"?>', '<?xml version=\'1.0\' encoding=\'utf-8\' standalone=\'yes\'?>', '<?xml version="1.1"?>', '<?xml version="1.2"?>', '<?xml version="2.0"?>',
      '<?xml encoding="UTF-8"?>', '<?xml version="1.0" standalone="maybe"?>', ' <?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-8" ?>\n', '\ufeff', '\ufeff<?xml version="1.0" encoding="UTF-8"?>', '\n\n', '<!-- c -->',
      '<?xml version="1.0" encoding="US-ASCII"?>', '<?xml-stylesheet href="a"?>', '<?XML version="1.0"?>', '\ufeff\ufeff', 'x', '<?xml version="1.0"?><?a b?>', '<?xml version="1.0" encoding="ISO-8859-1"?>', '<?xml version="1.0" encoding="UTF-16"?>', '<?xml version="1.0" encoding="x-none"?>',
    ]);
  },
  'an end': (_root, dice, frame) => { frame.after = pick(dice, ['\n', '<!-- c -->', '<?a b?>', 'x', '<x/>', '\u0000', '<!-- -- -->', '&#32;', '<?a:b c?>', '<![CDATA[]]>']); },
  'an empty DOCTYPE': (root, dice, frame) => { frame.before = pick(dice, [`<!DOCTYPE ${root.name}>`, '<!DOCTYPE other>', `<!DOCTYPE ${root.name} >\n`, '<!DOCTYPE>', '<!DOCTYPE a b>']); },
};

/** Changes of the text that hardly any document survives. */
export function damaged(text: string, dice: Dice): string {
  const place = dice(text.length);
  switch (dice(4)) {
    case 0:
      return text.slice(0, place) + text.slice(place + 1);
    case 1:
      return text.slice(0, place) + pick(dice, ['<', '>', '&', '"', '/', ']]>', '&x;', '&#0;', '&#x1F600;', '\u0001', '\ufffe', 'x', '=', ' ', '<!--', '<![CDATA[']) + text.slice(place);
    case 2:
      return text.slice(0, place);
    default: {
      const other = dice(text.length);
      return text.slice(0, place) + text.slice(other, other + 5) + text.slice(place + 5);
    }
  }
}
