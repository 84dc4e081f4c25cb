import { CONFIG_ROOT, CONFIG_SHAPE } from './config-shapes';
import { FILE_REALM_ROOT, FILE_REALM_SHAPE } from './file-realm-shapes';
import { placesOf } from './read';
import { Scalar } from './scalars';
import { Field, isScalar, ListField, Shape } from './shape';
import { BUILT_IN_TYPES, derives, normalized, SimpleType, XS_ANY_URI, XS_STRING } from './simple-types';
import { complexTypeName, NamedTypes, namedTypes } from './type-names';
import { elementsOf, XmlAttribute, XmlElement } from '../xml/tree';

/*
 * Whether a document is valid by the vendor's schemas of 4.36.0, as Java's validator judges it: XML Schema 1.0 part 1, with xs:ID, xs:IDREF
 * and the attributes of XMLSchema-instance. The tables are those that settings are read and written by; where settings are held to
 * more than the schema demands, rules say so, and this does not.
 */

/** One place where a document breaks the schema. */
export interface SchemaProblem {
  readonly line: number;
  readonly path: string;
  /** Continues the sentence that begins with the path. */
  readonly message: string;
}

/** A document's root and what is below it. */
interface Kind {
  readonly root: string;
  readonly shape: Shape;
  readonly types: NamedTypes;
}

const kind = (root: string, shape: Shape): Kind => ({ root, shape, types: namedTypes(root, shape) });
const KINDS: readonly Kind[] = [kind(CONFIG_ROOT, CONFIG_SHAPE), kind(FILE_REALM_ROOT, FILE_REALM_SHAPE)];

const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
const SCHEMA = 'http://www.w3.org/2001/XMLSchema';

/** Most problems that are told. */
const MOST_TOLD = 100;

/** Where a document breaks the schema of the kind whose root is named; nowhere where it is valid. */
export function schemaProblems(document: XmlElement, root: string): readonly SchemaProblem[] {
  return new Validation(KINDS.find((one) => one.root === root)!).run(document);
}

/** Attributes that a shape does not have: those of the root. */
const ROOT_ATTRIBUTES: readonly (readonly [name: string, type: SimpleType, required: boolean])[] = [['version', XS_STRING, false]];
const NO_ATTRIBUTES: typeof ROOT_ATTRIBUTES = [];

type Attributes = typeof ROOT_ATTRIBUTES;
type Bindings = ReadonlyMap<string, string>;

class Validation {
  private readonly problems: SchemaProblem[] = [];
  private readonly ids = new Set<string>();
  private readonly references: { readonly at: XmlElement; readonly path: string; readonly name: string }[] = [];
  private bindings: Bindings = new Map();

  constructor(private readonly of: Kind) {}

  run(document: XmlElement): readonly SchemaProblem[] {
    const { root, shape } = this.of;
    if (document.name !== root || document.uri !== '') {
      return [{ line: document.line, path: document.name, message: `must be the element ${root} without a namespace` }];
    }
    this.within(document, document.name, () => this.struct(shape, document, document.name, ROOT_ATTRIBUTES));
    for (const { at, path, name } of this.references) {
      if (!this.ids.has(name)) {
        this.tell(at, path, 'refers to a name that nothing in the document has');
      }
    }
    return this.problems;
  }

  private tell(at: XmlElement, path: string, message: string): void {
    if (this.problems.length < MOST_TOLD) {
      this.problems.push({ line: at.line, path, message });
    }
  }

  /** Judges an element with the prefixes that are bound in it. */
  private within(at: XmlElement, path: string, judge: () => void): void {
    const outer = this.bindings;
    const declared = at.attributes.filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'));
    if (declared.length > 0) {
      this.bindings = new Map([...outer, ...declared.map(({ name, value }) => [name === 'xmlns' ? '' : name.slice(6), value] as const)]);
    }
    this.checkInstance(at, path);
    judge();
    this.bindings = outer;
  }

  /** The attributes of XMLSchema-instance may stand on every element; none of the vendor's elements may be nil. */
  private checkInstance(at: XmlElement, path: string): void {
    for (const { local, value } of at.attributes.filter(({ uri }) => uri === INSTANCE)) {
      const isFit = INSTANCE_ATTRIBUTES[local]?.(value) ?? false;
      if (!isFit) {
        this.tell(at, `${path}/@${local}`, 'is not what XMLSchema-instance allows here');
      }
    }
  }

  private struct(of: Shape, at: XmlElement, path: string, more: Attributes = NO_ATTRIBUTES, isDefaulted = false): void {
    const fields = Object.values(of.fields);
    const declared = fields.filter((field) => field.place === 'attribute')
      .map((field) => [field.name, field.scalar.schema, field.required] as const);
    this.checkType(at, path, complexTypeName(path));
    this.attributes([...declared, ...more], at, path);
    const text = fields.find((field) => field.place === 'text');
    if (text !== undefined && text.place === 'text') {
      this.text(text.scalar.schema, at, path, isDefaulted);
    } else if (fields.length === declared.length && at.name !== this.of.root) {
      this.nothing(at, path);
    } else {
      this.noText(at, path);
      this.children(of, at, path);
    }
  }

  /** Attributes of no namespace; declarations of prefixes are none. */
  private attributes(declared: Attributes, at: XmlElement, path: string): void {
    const given = at.attributes.filter(isOwn);
    for (const { name, local, uri, value } of given) {
      const [, type] = declared.find(([known]) => uri === '' && known === local) ?? [];
      if (type === undefined) {
        this.tell(at, `${path}/@${name}`, 'is no attribute of this element');
      } else {
        this.value(type, value, at, `${path}/@${name}`);
      }
    }
    for (const [name, , required] of declared) {
      if (required && !given.some((attribute) => attribute.uri === '' && attribute.local === name)) {
        this.tell(at, `${path}/@${name}`, 'is missing');
      }
    }
  }

  private value(type: SimpleType, text: string, at: XmlElement, path: string): void {
    const value = normalized(type, text);
    if (!type.accepts(value)) {
      this.tell(at, path, `must be ${type.expects}`);
    } else if (type.role === 'reference') {
      this.references.push({ at, path, name: value });
    } else if (type.role === 'id' && this.ids.has(value)) {
      this.tell(at, path, 'is a name that the document has already');
    } else if (type.role === 'id') {
      this.ids.add(value);
    }
  }

  /** A text and nothing else; an element without any stands for the default where there is one. */
  private text(type: SimpleType, at: XmlElement, path: string, isDefaulted: boolean): void {
    for (const child of elementsOf(at)) {
      this.tell(child, `${path}/${child.name}`, 'stands where only text may stand');
    }
    const texts = at.children.filter((child) => child.kind === 'text').map(({ data }) => data);
    if (!(isDefaulted && texts.join('') === '')) {
      this.value(type, texts.join(''), at, path);
    }
  }

  /** Content that is empty, blanks included; comments do not count. */
  private nothing(at: XmlElement, path: string): void {
    if (at.children.some((child) => child.kind === 'element' || (child.kind === 'text' && child.data !== ''))) {
      this.tell(at, path, 'must be empty, without so much as a blank');
    }
  }

  private noText(at: XmlElement, path: string): void {
    if (at.children.some((child) => child.kind === 'text' && /[^ \t\r\n]/.test(child.data))) {
      this.tell(at, path, 'holds text where only elements may stand');
    }
  }

  private children(of: Shape, at: XmlElement, path: string): void {
    const places = placesOf(of);
    const counts = new Map<number, number>();
    let last = -1;
    for (const child of elementsOf(at)) {
      const childPath = `${path}/${child.name}`;
      const place = child.uri === '' ? places.get(child.name) : undefined;
      if (place === undefined) {
        this.tell(child, childPath, `is not one of ${[...places.keys()].join(', ')}`);
        continue;
      }
      const { index, field } = place;
      const count = (counts.get(index) ?? 0) + 1;
      counts.set(index, count);
      if (count > 1 && !isRepeated(field)) {
        this.tell(child, childPath, 'stands more than once');
      } else if (of.order === 'sequence' && index < last) {
        this.tell(child, childPath, `stands behind its place; the order is ${[...places.keys()].join(', ')}`);
      }
      last = Math.max(last, index);
      this.within(child, childPath, () => this.member(field, child, childPath));
    }
    this.missing(of, counts, at, path);
  }

  private missing(of: Shape, counts: ReadonlyMap<number, number>, at: XmlElement, path: string): void {
    if (of.order === 'choice') {
      if (counts.size !== 1) {
        this.tell(at, path, `must hold exactly one of ${[...placesOf(of).keys()].join(', ')}`);
      }
      return;
    }
    Object.values(of.fields).forEach((field, index) => {
      if (field.required && field.place !== 'attribute' && !counts.has(index)) {
        this.tell(at, path, `lacks ${field.place === 'inline' ? [...placesOf(field.shape()).keys()].join(' or ') : field.name}`);
      }
    });
  }

  private member(field: Field & { readonly name: string }, at: XmlElement, path: string): void {
    switch (field.place) {
      case 'element':
        return this.leaf(field.scalar, at, path, field.defaulted === true);
      case 'struct':
        return this.struct(field.shape(), at, path, NO_ATTRIBUTES, field.defaulted === true);
      case 'inline': {
        const { field: chosen } = placesOf(field.shape()).get(at.name)!;
        return this.member(chosen, at, path);
      }
      case 'list':
        return field.wrapped ? this.list(field, at, path) : this.item(field.content, at, path);
      case 'choices':
        return this.choices(field.shape(), field.least, at, path);
      case 'keyword':
        return this.keyword(field.scalar, at, path);
      case 'flag':
        this.checkType(at, path, undefined);
        this.attributes(NO_ATTRIBUTES, at, path);
        return this.nothing(at, path);
      case 'raw':
        return this.open(at, path);
      default:
    }
  }

  /** An element of a simple type, or of the type that it names. */
  private leaf({ schema }: Scalar, at: XmlElement, path: string, isDefaulted: boolean): void {
    const named = instanceType(at);
    const type = named === undefined ? schema : this.typeNamed(named);
    const text = type === undefined ? undefined : 'accepts' in type ? type : textOf(type);
    if (type === undefined || text === undefined || !derives(text, schema)) {
      this.tell(at, `${path}/@xsi:type`, 'names no type that may stand here');
    } else if ('accepts' in type) {
      this.attributes(NO_ATTRIBUTES, at, path);
      this.text(type, at, path, isDefaulted);
    } else {
      this.attributes(attributesOf(type), at, path);
      this.text(text, at, path, isDefaulted);
    }
  }

  private item(content: Scalar | (() => Shape), at: XmlElement, path: string): void {
    if (isScalar(content)) {
      this.leaf(content, at, path, false);
    } else {
      this.struct(content(), at, path);
    }
  }

  private list({ item, content, least }: ListField, at: XmlElement, path: string): void {
    this.checkType(at, path, complexTypeName(path));
    this.attributes(NO_ATTRIBUTES, at, path);
    this.noText(at, path);
    const items = elementsOf(at);
    for (const child of items) {
      const childPath = `${path}/${child.name}`;
      if (child.name !== item || child.uri !== '') {
        this.tell(child, childPath, `is not ${item}`);
      } else {
        this.within(child, childPath, () => this.item(content, child, childPath));
      }
    }
    if (items.length < least) {
      this.tell(at, path, `must hold ${least} elements at least`);
    }
    this.checkListeners(items, path);
  }

  /** `xs:unique` of config.xsd: no two checks of revocation are of one listener. */
  private checkListeners(items: readonly XmlElement[], path: string): void {
    const seen = new Set<string>();
    for (const item of items.filter(({ name }) => name === 'client-certificate-revocation-check')) {
      const listener = item.attributes.find(({ name }) => name === 'listener')?.value;
      if (listener !== undefined && seen.has(listener)) {
        this.tell(item, `${path}/${item.name}/@listener`, 'is a listener that has a check already');
      } else if (listener !== undefined) {
        seen.add(listener);
      }
    }
  }

  private choices(of: Shape, least: number, at: XmlElement, path: string): void {
    const places = placesOf(of);
    this.checkType(at, path, undefined);
    this.attributes(NO_ATTRIBUTES, at, path);
    this.noText(at, path);
    const items = elementsOf(at);
    for (const child of items) {
      const childPath = `${path}/${child.name}`;
      const place = child.uri === '' ? places.get(child.name) : undefined;
      if (place === undefined) {
        this.tell(child, childPath, `is not one of ${[...places.keys()].join(', ')}`);
      } else {
        this.within(child, childPath, () => this.member(place.field, child, childPath));
      }
    }
    if (items.length < least) {
      this.tell(at, path, `must hold ${least} elements at least`);
    }
  }

  private keyword({ schema }: Scalar, at: XmlElement, path: string): void {
    this.checkType(at, path, complexTypeName(path));
    this.attributes(NO_ATTRIBUTES, at, path);
    this.noText(at, path);
    const [word, ...others] = elementsOf(at);
    if (word === undefined || others.length > 0 || word.uri !== '' || !schema.accepts(word.name)) {
      this.tell(at, path, `must hold exactly one empty element, ${schema.expects}`);
      return;
    }
    this.within(word, `${path}/${word.name}`, () => {
      this.checkType(word, `${path}/${word.name}`, undefined);
      this.attributes(NO_ATTRIBUTES, word, `${path}/${word.name}`);
      this.nothing(word, `${path}/${word.name}`);
    });
  }

  /** Any elements at all, which are not judged. */
  private open(at: XmlElement, path: string): void {
    this.checkType(at, path, complexTypeName(path));
    this.attributes(NO_ATTRIBUTES, at, path);
    this.noText(at, path);
  }

  /** An element of a complex type may name that type only, since none is derived from another one. */
  private checkType(at: XmlElement, path: string, name: string | undefined): void {
    const named = instanceType(at);
    if (named !== undefined && (name === undefined || this.resolve(named) !== ` ${name}`)) {
      this.tell(at, `${path}/@xsi:type`, 'names no type that may stand here');
    }
  }

  private typeNamed(reference: string): SimpleType | Shape | undefined {
    const [namespace, name = ''] = this.resolve(reference)?.split(' ') ?? [];
    if (namespace === SCHEMA) {
      return BUILT_IN_TYPES.find((type) => type.name === `xs:${name}`);
    }
    return namespace === '' ? this.of.types.simple.get(name) ?? this.of.types.withAttributes.get(name) : undefined;
  }

  /** Namespace and name with a blank between them; undefined where the prefix is not bound. */
  private resolve(reference: string): string | undefined {
    const [, prefix = '', name] = /^(?:([^:]*):)?([^:]*)$/.exec(reference) ?? [];
    const namespace = prefix === '' ? this.bindings.get('') ?? '' : this.bindings.get(prefix);
    return name === undefined || namespace === undefined ? undefined : `${namespace} ${name}`;
  }
}

const INSTANCE_ATTRIBUTES: { readonly [name: string]: ((value: string) => boolean) | undefined } = {
  schemaLocation: (value) => normalized(XS_ANY_URI, value).split(' ').every((uri) => XS_ANY_URI.accepts(uri)),
  noNamespaceSchemaLocation: (value) => XS_ANY_URI.accepts(normalized(XS_ANY_URI, value)),
  type: () => true,
  nil: () => false,
};

function isOwn({ name, uri }: XmlAttribute): boolean {
  return uri !== INSTANCE && name !== 'xmlns' && !name.startsWith('xmlns:');
}

function instanceType(at: XmlElement): string | undefined {
  const value = at.attributes.find(({ uri, local }) => uri === INSTANCE && local === 'type')?.value;
  return value === undefined ? undefined : normalized(XS_ANY_URI, value);
}

function isRepeated(field: Field): boolean {
  return field.place === 'list' && !field.wrapped;
}

function textOf(of: Shape): SimpleType | undefined {
  return Object.values(of.fields).flatMap((field) => (field.place === 'text' ? [field.scalar.schema] : []))[0];
}

function attributesOf(of: Shape): Attributes {
  return Object.values(of.fields).flatMap((field) => (field.place === 'attribute' ? [[field.name, field.scalar.schema, field.required] as const] : []));
}
