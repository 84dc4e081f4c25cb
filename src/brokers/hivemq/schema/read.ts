import { hintFor } from './hints';
import { Scalar } from './scalars';
import { Field, isScalar, Shape } from './shape';
import { elementsOf, textOf, XmlElement } from '../xml/tree';

/** What a reader complains about; each has a rule. */
export type Complaint = 'unknown' | 'misnamed' | 'attribute' | 'repeated' | 'order' | 'text' | 'value';

/** Receives complaints, with the place in the document. */
export type Complain = (kind: Complaint, at: XmlElement, path: string, message: string, got?: unknown) => void;

type Members = Record<string, unknown>;
type ReadItem = (item: XmlElement, path: string) => unknown;
type Named = Field & { readonly name: string };

/** Reads elements by the tables; what it does not understand goes to `complain` and is left out. */
export class ElementReader {
  constructor(private readonly complain: Complain, private readonly source: string) {}

  /** The structure that an element expresses. */
  read(of: Shape, element: XmlElement, path: string, ignored: readonly string[] = []): Members {
    const members: Members = {};
    this.readAttributes(of, element, path, members, ignored);
    this.readChildren(of, element, path, members);
    for (const [member, field] of Object.entries(of.fields)) {
      if (field.place === 'element' && field.explicit !== undefined) {
        members[member] ??= field.explicit;
      }
    }
    return members;
  }

  private readAttributes(of: Shape, element: XmlElement, path: string, members: Members, ignored: readonly string[]): void {
    for (const { name, value } of element.attributes) {
      const found = Object.entries(of.fields).find(([, field]) => field.place === 'attribute' && field.name === name);
      if (found !== undefined && found[1].place === 'attribute') {
        this.assign(members, found[0], this.scalar(found[1].scalar, value, element, `${path}/@${name}`));
      } else if (!ignored.includes(name) && !isWithoutMeaning(name)) {
        const hint = hintFor(`@${name}`);
        this.complain(hint === undefined ? 'attribute' : 'misnamed', element, `${path}/@${name}`, hint ?? 'is not an attribute of this element');
      }
    }
  }

  private readChildren(of: Shape, element: XmlElement, path: string, members: Members): void {
    const places = placesOf(of);
    const text = Object.entries(of.fields).find(([, field]) => field.place === 'text');
    if (text !== undefined && text[1].place === 'text') {
      this.assign(members, text[0], this.scalar(text[1].scalar, textOf(element), element, path));
    } else {
      this.refuseText(element, path);
    }
    let last = -1;
    for (const child of elementsOf(element)) {
      const childPath = `${path}/${child.name}`;
      const place = places.get(child.name);
      if (place === undefined) {
        this.unknown(child, childPath, [...places.keys()]);
        continue;
      }
      if (of.order === 'sequence' && place.index < last) {
        this.complain('order', child, childPath, `stands behind its place; the order here is ${[...places.keys()].join(', ')}`);
      }
      last = Math.max(last, place.index);
      this.readMember(of, place, child, childPath, members);
    }
  }

  private readMember(of: Shape, place: Place, child: XmlElement, path: string, members: Members): void {
    const { member, field } = place;
    if (field.place === 'list' && !field.wrapped) {
      const value = this.item(field.content, child, path);
      if (value !== undefined) {
        (members[member] ??= [] as unknown[]);
        (members[member] as unknown[]).push(value);
      }
      return;
    }
    if (member in members || (of.order === 'choice' && Object.keys(members).length > 0)) {
      this.complain('repeated', child, path, 'stands beside another element where only one is allowed');
      return;
    }
    this.assign(members, member, this.value(field, child, path));
  }

  private value(field: Named, child: XmlElement, path: string): unknown {
    if ((field.place === 'element' || field.place === 'struct') && field.defaulted === true && isBare(child)) {
      return undefined;
    }
    switch (field.place) {
      case 'element':
        return this.leaf(field.scalar, child, path);
      case 'struct':
        return this.read(field.shape(), child, path);
      case 'inline':
        return this.choice(field.shape(), child, path);
      case 'list':
        return this.list(child, path, [field.item], field.required, (item, itemPath) => this.item(field.content, item, itemPath));
      case 'choices': {
        const of = field.shape();
        return this.list(child, path, [...placesOf(of).keys()], field.required, (item, itemPath) => this.choice(of, item, itemPath));
      }
      case 'keyword':
        return this.keyword(child, path);
      case 'flag':
        this.refuseContent(child, path);
        return true;
      case 'raw':
        return this.source.slice(child.openEnd, child.closeStart);
      default:
        return undefined;
    }
  }

  private list(element: XmlElement, path: string, names: readonly string[], required: boolean, read: ReadItem): unknown {
    this.refuseAttributes(element, path);
    this.refuseText(element, path);
    const items: unknown[] = [];
    elementsOf(element).forEach((child) => {
      const childPath = `${path}/${child.name}`;
      if (!names.includes(child.name)) {
        this.unknown(child, childPath, names);
        return;
      }
      const value = read(child, childPath);
      if (value !== undefined) {
        items.push(value);
      }
    });
    return items.length === 0 && !required ? undefined : items;
  }

  private item(content: Scalar | (() => Shape), element: XmlElement, path: string): unknown {
    return isScalar(content) ? this.leaf(content, element, path) : this.read(content(), element, path);
  }

  private choice(of: Shape, element: XmlElement, path: string): unknown {
    const place = placesOf(of).get(element.name)!;
    return { [place.member]: this.value(place.field, element, path) };
  }

  private keyword(element: XmlElement, path: string): unknown {
    this.refuseAttributes(element, path);
    this.refuseText(element, path);
    const [word, ...others] = elementsOf(element);
    if (word === undefined || others.length > 0) {
      this.complain('value', element, path, 'must hold exactly one empty element');
      return undefined;
    }
    this.refuseContent(word, `${path}/${word.name}`);
    return word.name;
  }

  private leaf(scalar: Scalar, element: XmlElement, path: string): unknown {
    this.refuseAttributes(element, path);
    elementsOf(element).forEach((child) => this.unknown(child, `${path}/${child.name}`, []));
    return this.scalar(scalar, textOf(element), element, path);
  }

  private scalar(scalar: Scalar, raw: string, at: XmlElement, path: string): unknown {
    const text = scalar.collapse ? raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') : raw;
    switch (scalar.type) {
      case 'string':
        return text;
      case 'words':
        return text === '' ? [] : text.split(/[ \t\r\n]+/);
      case 'boolean':
        return BOOLEANS[text] ?? this.unreadable(at, path, 'must be true or false', scalar, text);
      case 'number':
        return /^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : this.unreadable(at, path, 'must be a number', scalar, text);
    }
  }

  private unreadable(at: XmlElement, path: string, message: string, scalar: Scalar, text: string): undefined {
    this.complain('value', at, path, message, scalar.meaning === 'secret' ? undefined : text);
    return undefined;
  }

  private unknown(element: XmlElement, path: string, allowed: readonly string[]): void {
    const hint = hintFor(element.name);
    if (hint !== undefined) {
      this.complain('misnamed', element, path, hint);
      return;
    }
    const known = allowed.length === 0 ? 'no element may stand here' : `here stand ${allowed.join(', ')}`;
    this.complain('unknown', element, path, `is not an element of the extension's schema 4.36.0; ${known}`);
  }

  private refuseContent(element: XmlElement, path: string): void {
    this.refuseAttributes(element, path);
    this.refuseText(element, path);
    elementsOf(element).forEach((child) => this.unknown(child, `${path}/${child.name}`, []));
  }

  private refuseAttributes(element: XmlElement, path: string): void {
    element.attributes.filter(({ name }) => !isWithoutMeaning(name))
      .forEach(({ name }) => this.complain('attribute', element, `${path}/@${name}`, 'is not an attribute of this element'));
  }

  private refuseText(element: XmlElement, path: string): void {
    const text = textOf(element).trim();
    if (text !== '') {
      this.complain('text', element, path, 'holds text where only elements may stand');
    }
  }

  private assign(members: Members, member: string, value: unknown): void {
    if (value !== undefined) {
      members[member] = value;
    }
  }
}

/** Declarations of prefixes, and hints at the place of the schema, may stand on every element. */
function isWithoutMeaning(attribute: string): boolean {
  return attribute.startsWith('xmlns:') || attribute === 'xsi:schemaLocation' || attribute === 'xsi:noNamespaceSchemaLocation';
}

/** Whether an element says nothing, so that a default of the schema stands in its place. */
function isBare(element: XmlElement): boolean {
  return element.attributes.length === 0 && element.children.every((child) => child.kind === 'comment');
}

const BOOLEANS: { readonly [text: string]: boolean | undefined } = { true: true, 1: true, false: false, 0: false };

/** Where children of a name belong. */
export type Place = { readonly member: string; readonly field: Named; readonly index: number };

const places = new WeakMap<Shape, Map<string, Place>>();

/** Which member the child elements of a shape belong to, by element name. */
export function placesOf(of: Shape): Map<string, Place> {
  const known = places.get(of);
  if (known !== undefined) {
    return known;
  }
  const found = new Map<string, Place>();
  Object.entries(of.fields).forEach(([member, field], index) => {
    const names = field.place === 'inline' ? [...placesOf(field.shape()).keys()] : [elementName(field)];
    names.filter((name) => name !== undefined).forEach((name) => found.set(name, { member, field, index }));
  });
  places.set(of, found);
  return found;
}

function elementName(field: Named): string | undefined {
  if (field.place === 'attribute' || field.place === 'text') {
    return undefined;
  }
  return field.place === 'list' && !field.wrapped ? field.item : field.name;
}
