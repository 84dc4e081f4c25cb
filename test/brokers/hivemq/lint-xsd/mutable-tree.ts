import { parseXml, XmlElement } from '../../../../src/brokers/hivemq/xml/tree';

/** A document that can be changed and written again. */
export interface Node {
  name: string;
  attributes: [name: string, value: string][];
  /** Elements, and text as it stands in the document. */
  children: (Node | string)[];
}

/** The tree of a document; comments are left out. */
export function treeOf(text: string): Node {
  const { root, problem } = parseXml(text);
  if (root === undefined) {
    throw new Error(problem);
  }
  return nodeOf(root);
}

function nodeOf(element: XmlElement): Node {
  return {
    name: element.name,
    attributes: element.attributes.map(({ name, value }) => [name, escaped(value)]),
    children: element.children.flatMap((child): (Node | string)[] => (child.kind === 'element' ? [nodeOf(child)] : child.kind === 'text' ? [escaped(child.data, '&<>\r')] : [])),
  };
}

const REFERENCES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' };

function escaped(text: string, characters = Object.keys(REFERENCES).join('')): string {
  return text.replace(new RegExp(`[${characters}]`, 'g'), (character) => REFERENCES[character]);
}

/** The document as it is sent. */
export function written(node: Node): string {
  const attributes = node.attributes.map(([name, value]) => ` ${name}="${value}"`).join('');
  const inner = node.children.map((child) => (typeof child === 'string' ? child : written(child))).join('');
  return node.children.length === 0 ? `<${node.name}${attributes}/>` : `<${node.name}${attributes}>${inner}</${node.name}>`;
}

/** An element with the one that holds it. */
export interface Placed {
  readonly node: Node;
  readonly parent: Node | undefined;
}

/** Every element, the root first. */
export function nodesOf(root: Node, parent?: Node): Placed[] {
  return [{ node: root, parent }, ...root.children.flatMap((child) => (typeof child === 'string' ? [] : nodesOf(child, root)))];
}

/** A copy that can be changed on its own. */
export function copyOf(node: Node): Node {
  return {
    name: node.name,
    attributes: node.attributes.map(([name, value]) => [name, value]),
    children: node.children.map((child) => (typeof child === 'string' ? child : copyOf(child))),
  };
}
