import { Scalar } from './scalars';

/*
 * The vendor's schema as data: which member of the settings is which element or attribute.
 * Reading, writing and the rules on single values all follow these tables, so that none of them can forget a setting.
 */

/** A member that is an attribute of the element. */
export interface AttributeField {
  readonly place: 'attribute';
  readonly name?: string;
  readonly required: boolean;
  readonly scalar: Scalar;
}

/** A member that is the text of the element. */
export interface TextField {
  readonly place: 'text';
  readonly name?: string;
  readonly required: true;
  readonly scalar: Scalar;
}

/** A member that is a child element with a text. */
export interface ElementField {
  readonly place: 'element';
  readonly name?: string;
  readonly required: boolean;
  readonly scalar: Scalar;
  /** Written also when the setting is absent, since readers would expect another default. */
  readonly explicit?: string | boolean;
  /** Whether an empty element stands for the vendor's default. */
  readonly defaulted?: true;
}

/** A member that is a child element with a structure of its own. */
export interface StructField {
  readonly place: 'struct';
  /** Whether an empty element stands for the vendor's default. */
  readonly defaulted?: true;
  readonly name?: string;
  readonly required: boolean;
  readonly shape: () => Shape;
}

/** A list whose items are child elements. */
export interface ListField {
  readonly place: 'list';
  readonly name?: string;
  readonly required: boolean;
  /** Name of each item's element. */
  readonly item: string;
  /** Whether the items stand in an element of their own, or directly among the others. */
  readonly wrapped: boolean;
  readonly content: Scalar | (() => Shape);
  readonly least: number;
  /** Whether the items may stand beside those of others, between the marker comments. */
  readonly shared: boolean;
}

/** A list of choices, each of which is one child element of a wrapping element. */
export interface ChoicesField {
  readonly place: 'choices';
  readonly name?: string;
  readonly required: boolean;
  readonly shape: () => Shape;
  readonly least: number;
  readonly shared: boolean;
}

/** A choice whose element stands directly among the others. */
export interface InlineField {
  readonly place: 'inline';
  readonly name?: string;
  readonly required: true;
  readonly shape: () => Shape;
}

/** A word that is written as the name of an empty element inside the member's element. */
export interface KeywordField {
  readonly place: 'keyword';
  readonly name?: string;
  readonly required: true;
  readonly scalar: Scalar;
}

/** A boolean that is an empty element when true and nothing when false. */
export interface FlagField {
  readonly place: 'flag';
  readonly name?: string;
  readonly required: false;
}

/** A member whose content the vendor's schema leaves open. */
export interface RawField {
  readonly place: 'raw';
  readonly name?: string;
  readonly required: false;
}

/** Where one member of the settings stands in the document. */
export type Field =
  | AttributeField | TextField | ElementField | StructField | ListField | ChoicesField | InlineField | KeywordField | FlagField | RawField;

/** How one structure of the settings stands in the document. */
export interface Shape {
  /** `sequence`: the order is fixed; `all`: it is free; `choice`: exactly one member is set. */
  readonly order: 'sequence' | 'all' | 'choice';
  /** By member, in the order in which they are written. */
  readonly fields: { readonly [member: string]: Field & { readonly name: string } };
}

/** Declares the shape of a type: every member must be named. Names are the members' in kebab case unless given. */
export function shape<T>(order: Shape['order'], fields: { readonly [K in keyof Required<T>]: Field }): Shape {
  const named = Object.entries<Field>(fields).map(([member, field]) => [member, { ...field, name: field.name ?? kebab(member) }]);
  return { order, fields: Object.fromEntries(named) };
}

/** The choice with only some of its members. */
export function narrow<T>(choice: Shape, members: readonly (keyof T & string)[]): Shape {
  return { order: 'choice', fields: Object.fromEntries(members.map((member) => [member, choice.fields[member]])) };
}

function kebab(member: string): string {
  return member.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}

/** A required child element with a text. */
export function element(scalar: Scalar, name?: string): ElementField {
  return { place: 'element', required: true, scalar, name };
}

/** An optional child element with a text. */
export function optional(scalar: Scalar, name?: string): ElementField {
  return { place: 'element', required: false, scalar, name };
}

/** An optional child element that is always written. */
export function explicit(scalar: Scalar, value: string | boolean): ElementField {
  return { place: 'element', required: false, scalar, explicit: value };
}

/** The same where the vendor's schema declares a default, which an empty element stands for. */
export function defaulted<Of extends ElementField | StructField>(field: Of): Of {
  return { ...field, defaulted: true };
}

/** An attribute. */
export function attribute(scalar: Scalar, required = false): AttributeField {
  return { place: 'attribute', required, scalar };
}

/** The text of the element. */
export function content(scalar: Scalar): TextField {
  return { place: 'text', required: true, scalar };
}

/** A child element with a structure of its own. */
export function struct(of: () => Shape, required = false): StructField {
  return { place: 'struct', required, shape: of };
}

/** A list in an element of its own. */
export function wrapped(item: string, of: Scalar | (() => Shape), options: { least?: number; shared?: boolean } = {}): ListField {
  const least = options.least ?? 0;
  return { place: 'list', required: false, item, wrapped: true, content: of, least, shared: options.shared ?? false };
}

/** A list directly among the other elements. */
export function repeated(item: string, of: Scalar): ListField {
  return { place: 'list', required: false, item, wrapped: false, content: of, least: 0, shared: false };
}

/** A list of choices in an element of its own. */
export function choices(of: () => Shape, options: { least?: number; shared?: boolean } = {}): ChoicesField {
  const least = options.least ?? 0;
  return { place: 'choices', required: least > 0, shape: of, least, shared: options.shared ?? false };
}

/** A choice directly among the other elements. */
export function inline(of: () => Shape): InlineField {
  return { place: 'inline', required: true, shape: of };
}

/** A word that is the name of an empty element. */
export function keyword(scalar: Scalar): KeywordField {
  return { place: 'keyword', required: true, scalar };
}

/** A boolean that is an empty element. */
export const FLAG: FlagField = { place: 'flag', required: false };
/** Content that the schema leaves open. */
export const RAW: RawField = { place: 'raw', required: false };

/** Whether a list's content is a scalar. */
export function isScalar(of: Scalar | (() => Shape)): of is Scalar {
  return typeof of !== 'function';
}
