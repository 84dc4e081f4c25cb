import { listEncoding, XML_ATTRIBUTE, XML_TEXT } from './encoding';
import { BEGIN_MARKER, END_MARKER } from './markers';
import { Template, TemplateBuilder } from '../../../text/template';
import { Value } from '../../../text/unresolved';

/** An element to write: it holds a text, or children, or nothing. */
export interface OutElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: Value])[];
  readonly text?: Value;
  readonly children?: readonly OutNode[];
  /** XML that is written as it is. */
  readonly raw?: string;
}

/** Elements that are ours between the two marker comments. */
export interface OutBlock {
  readonly marked: readonly OutElement[];
}

/** Anything to write inside an element. */
export type OutNode = OutElement | OutBlock;

const INDENT = '  ';

/** Writes a document: declaration, two blanks a level, one element a line, final line feed. */
export function writeXml(root: OutElement): Template {
  const out = new TemplateBuilder().text('<?xml version="1.0" encoding="UTF-8"?>\n');
  writeNode(out, root, '');
  return out.build();
}

function writeNode(out: TemplateBuilder, node: OutNode, indent: string): void {
  if ('marked' in node) {
    out.text(`${indent}${BEGIN_MARKER}\n`);
    node.marked.forEach((element) => writeNode(out, element, indent));
    out.text(`${indent}${END_MARKER}\n`);
    return;
  }
  out.text(`${indent}<${node.name}`);
  for (const [name, value] of node.attributes) {
    out.text(` ${name}="`).value(value, Array.isArray(value) ? listEncoding(XML_ATTRIBUTE) : XML_ATTRIBUTE).text('"');
  }
  writeContent(out, node, indent);
}

function writeContent(out: TemplateBuilder, element: OutElement, indent: string): void {
  if (element.raw !== undefined) {
    out.text(`>${element.raw}</${element.name}>\n`);
  } else if (element.text !== undefined) {
    out.text('>').value(element.text, Array.isArray(element.text) ? listEncoding(XML_TEXT) : XML_TEXT).text(`</${element.name}>\n`);
  } else if (element.children === undefined || element.children.length === 0) {
    out.text('/>\n');
  } else {
    out.text('>\n');
    element.children.forEach((child) => writeNode(out, child, indent + INDENT));
    out.text(`${indent}</${element.name}>\n`);
  }
}
