import { ChoicesField, Field, isScalar, ListField, Shape } from './shape';
import { Value } from '../../../text/unresolved';
import { OutElement, OutNode } from '../xml/writer';

/** A structure of the settings, seen as data. */
export type Struct = { readonly [member: string]: unknown };

/** The element that expresses a structure, its members in the order of the shape. */
export function toElement(name: string, of: Shape, value: Struct): OutElement {
  const attributes: [string, Value][] = [];
  const children: OutNode[] = [];
  let text: Value | undefined;
  for (const [member, field] of Object.entries(of.fields)) {
    const given = value[member] ?? defaultOf(field);
    if (given === undefined) {
      continue;
    }
    if (field.place === 'attribute') {
      attributes.push([field.name, given as Value]);
    } else if (field.place === 'text') {
      text = given as Value;
    } else {
      children.push(...childrenOf(field, given));
    }
  }
  return { name, attributes, ...(text === undefined ? { children } : { text }) };
}

function defaultOf(field: Field): Value | undefined {
  return field.place === 'element' ? field.explicit : undefined;
}

function childrenOf(field: Field & { readonly name: string }, given: unknown): readonly OutNode[] {
  switch (field.place) {
    case 'element':
      return isEmptyList(given) ? [] : [leaf(field.name, given as Value)];
    case 'struct':
      return [toElement(field.name, field.shape(), given as Struct)];
    case 'inline':
      return toElement('', field.shape(), given as Struct).children ?? [];
    case 'keyword':
      return [{ name: field.name, attributes: [], children: [{ name: String(given), attributes: [] }] }];
    case 'flag':
      return given === true ? [{ name: field.name, attributes: [] }] : [];
    case 'raw':
      return [{ name: field.name, attributes: [], raw: String(given) }];
    case 'list':
      return listOf(field, (given as readonly unknown[]).map((item) => itemOf(field, item)));
    case 'choices':
      return listOf(field, (given as readonly Struct[]).flatMap((item) => choiceOf(field, item)));
    default:
      return [];
  }
}

function itemOf(field: ListField, item: unknown): OutElement {
  return isScalar(field.content) ? leaf(field.item, item as Value) : toElement(field.item, field.content(), item as Struct);
}

function choiceOf(field: ChoicesField, item: Struct): readonly OutElement[] {
  return (toElement('', field.shape(), item).children ?? []) as readonly OutElement[];
}

function listOf(field: (ListField | ChoicesField) & { readonly name?: string }, items: readonly OutElement[]): readonly OutNode[] {
  if (items.length === 0 && !field.required) {
    return [];
  }
  if (field.place === 'list' && !field.wrapped) {
    return items;
  }
  return [{ name: field.name!, attributes: [], children: field.shared ? [{ marked: items }] : items }];
}

function leaf(name: string, text: Value): OutElement {
  return { name, attributes: [], text };
}

function isEmptyList(given: unknown): boolean {
  return Array.isArray(given) && given.length === 0;
}
