import { byCodePoint } from '../../text/canonical';
import { Encoding, JSON_VALUE, Template, TemplateBuilder } from '../../text/template';
import { Value } from '../../text/unresolved';

/** An object of a JSON document; members that are undefined are left out. */
export type Document = { readonly [name: string]: Node };

/** Anything in a JSON document whose scalars may be known only at apply. */
export type Node = Document | readonly Document[] | Value | Field | undefined;

/** A value with an encoding of its own. */
export class Field {
  constructor(readonly value: Value, readonly encoding: Encoding) {}
}

/** The document as indented JSON with sorted keys. */
export function writeDocument(root: Document): Template {
  const text = new TemplateBuilder();
  writeNode(text, root, '');
  return text.text('\n').build();
}

function writeNode(text: TemplateBuilder, node: Node, indent: string): void {
  if (node instanceof Field) {
    text.value(node.value, node.encoding);
  } else if (Array.isArray(node) && node.some((member) => typeof member === 'object')) {
    writeMembers(text, '[]', (node as readonly Document[]).map((member) => ['', member]), indent);
  } else if (typeof node === 'object' && !Array.isArray(node)) {
    const document = node as Document;
    const names = Object.keys(document).filter((name) => document[name] !== undefined).sort(byCodePoint);
    writeMembers(text, '{}', names.map((name) => [`${JSON.stringify(name)}: `, document[name]]), indent);
  } else {
    text.value(node as Value, JSON_VALUE);
  }
}

function writeMembers(text: TemplateBuilder, brackets: string, members: readonly (readonly [string, Node])[], indent: string): void {
  const inner = `${indent}  `;
  text.text(brackets[0]);
  members.forEach(([label, member], index) => {
    text.text(`${index > 0 ? ',' : ''}\n${inner}${label}`);
    writeNode(text, member, inner);
  });
  text.text(members.length > 0 ? `\n${indent}${brackets[1]}` : brackets[1]);
}
