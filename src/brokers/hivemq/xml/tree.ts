import { SaxesParser } from 'saxes';
import { isName } from './name-characters';

/** An attribute as it stands in a document. */
export interface XmlAttribute {
  /** As it is written, with its prefix. */
  readonly name: string;
  /** Without its prefix. */
  readonly local: string;
  /** The namespace; empty where there is none. */
  readonly uri: string;
  readonly value: string;
}

/** A comment, with the place it takes in the text. */
export interface XmlComment {
  readonly kind: 'comment';
  readonly data: string;
  readonly start: number;
  readonly end: number;
}

/** Character data between elements; entities and CDATA sections are already read. */
export interface XmlText {
  readonly kind: 'text';
  readonly data: string;
}

/** An element, with the places of its tags in the text, counted in UTF-16 units. */
export interface XmlElement {
  readonly kind: 'element';
  /** As it is written, with its prefix. */
  readonly name: string;
  /** The namespace; empty where there is none. */
  readonly uri: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  /** Line of the start tag, from 1. */
  readonly line: number;
  /** From `<` of the start tag. */
  readonly start: number;
  /** Behind `>` of the start tag. */
  readonly openEnd: number;
  /** From `<` of the end tag; equal to `end` in an empty-element tag. */
  readonly closeStart: number;
  readonly end: number;
  readonly selfClosing: boolean;
}

/** Anything that stands inside an element. */
export type XmlNode = XmlElement | XmlText | XmlComment;

/** A document that could be read, or why it could not. */
export type XmlDocument = { readonly root: XmlElement; readonly problem?: undefined } | UnreadXml;

/** Why a document could not be read. */
export interface UnreadXml {
  readonly root?: undefined;
  readonly problem: string;
  /** Whether the document may well be XML, and only this library does not read it. */
  readonly refused?: true;
}

/** What is read besides plain XML 1.0. */
export interface XmlLeniency {
  /** XML 1.1 as well, a DOCTYPE that names the root and nothing else, and a colon in the target of a processing instruction. */
  readonly allButEntities: boolean;
}

/** Bounds that keep a hostile document from costing memory or stack. */
export const XML_LIMITS = { characters: 8 * 1024 * 1024, depth: 48 } as const;

type Mutable = { -readonly [K in keyof XmlElement]: K extends 'children' ? XmlNode[] : XmlElement[K] };

class Unreadable extends Error {
  constructor(message: string, readonly refused?: true) {
    super(message);
  }
}

/** Reads a document; DOCTYPE, entities of its own, foreign encodings and XML 1.1 are refused. */
export function parseXml(text: string, leniency: XmlLeniency = { allButEntities: false }): XmlDocument {
  if (text.length > XML_LIMITS.characters) {
    return { problem: `is larger than ${XML_LIMITS.characters} characters`, refused: true };
  }
  if (/\p{Cs}/u.test(text)) {
    return { problem: 'holds half of a surrogate pair, which is no character' };
  }
  try {
    return { root: buildTree(text, leniency) };
  } catch (error) {
    if (error instanceof Unreadable) {
      return error.refused === true ? { problem: error.message, refused: true } : { problem: error.message };
    }
    throw error;
  }
}

function buildTree(text: string, leniency: XmlLeniency): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Mutable[] = [];
  let root: Mutable | undefined;
  let start = 0;
  let line = 1;
  const addText = (data: string) => open.at(-1)?.children.push({ kind: 'text', data });

  refuseWhatIsNotPlainXml(parser, text, leniency);
  parser.on('opentagstart', () => {
    start = text.lastIndexOf('<', parser.position - 1);
    line = parser.line;
  });
  parser.on('opentag', (tag) => {
    if (open.length >= XML_LIMITS.depth) {
      throw new Unreadable(`nests elements deeper than ${XML_LIMITS.depth} levels at line ${parser.line}`, true);
    }
    const names = [tag.name, ...Object.keys(tag.attributes)];
    if (parser.xmlDecl.version !== '1.1' && !names.every(isName)) {
      throw new Unreadable(`is not well-formed XML: line ${parser.line} has a name that XML 1.0 does not allow before its fifth edition`);
    }
    const attributes = Object.values(tag.attributes).map(({ name, local, uri, value }) => ({ name, local, uri, value }));
    const element: Mutable = {
      kind: 'element', name: tag.name, uri: tag.uri, attributes, children: [], line,
      start, openEnd: parser.position, closeStart: parser.position, end: parser.position, selfClosing: tag.isSelfClosing,
    };
    root ??= element;
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', (tag) => {
    const element = open.pop()!;
    if (!tag.isSelfClosing) {
      element.end = parser.position;
      element.closeStart = text.lastIndexOf('</', parser.position - 1);
    }
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('comment', (data) => {
    const from = text.lastIndexOf('<!--', parser.position);
    open.at(-1)?.children.push({ kind: 'comment', data, start: from, end: parser.position + 1 });
  });
  parser.write(text).close();
  return root!;
}

/** A DOCTYPE without declarations of its own or elsewhere. */
const EMPTY_DOCTYPE = /^[ \t\r\n]*[^ \t\r\n"'[\]<>]+[ \t\r\n]*$/;

type Parser = SaxesParser<{ xmlns: true; position: true }>;

function refuseWhatIsNotPlainXml(parser: Parser, text: string, { allButEntities }: XmlLeniency): void {
  parser.on('error', (error) => {
    // The parser holds targets to names without colon, which Java's does not.
    if (allButEntities && /processing instruction name\.$/.test(error.message) && text.charAt(parser.position - 1) === ':') {
      return;
    }
    throw new Unreadable(`is not well-formed XML: ${error.message}`);
  });
  parser.on('doctype', (declaration) => {
    if (!allButEntities || !EMPTY_DOCTYPE.test(declaration)) {
      throw new Unreadable('has a DOCTYPE, which is not read since it could declare entities', true);
    }
  });
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0' && !(allButEntities && version === '1.1')) {
      throw new Unreadable('is not XML 1.0', version === '1.1' ? true : undefined);
    }
    if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) {
      throw new Unreadable(`declares the encoding ${encoding.slice(0, 20)}; only UTF-8 is read`, true);
    }
  });
}

/** The element children in document order. */
export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child): child is XmlElement => child.kind === 'element');
}

/** The character data directly in an element, comments left out. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (child.kind === 'text' ? child.data : '')).join('');
}
