import { JSON_VALUE, TemplateBuilder } from '../../text/template';
import { isUnresolvedList } from '../../text/unresolved';

/** A JSON value for a template: absent members are left out, strings may be known only at apply. */
export type JsonTree = null | boolean | number | string | readonly JsonTree[] | { readonly [key: string]: JsonTree | undefined };

const STEP = '  ';

/** Adds a value as indented JSON; every string and number that is known only at apply becomes a place to be filled. */
export function addJson(builder: TemplateBuilder, value: JsonTree, indent = ''): void {
  if (value === null || typeof value === 'boolean') {
    builder.text(String(value));
  } else if (typeof value === 'string' || typeof value === 'number') {
    builder.value(value, JSON_VALUE);
  } else if (isList(value)) {
    addList(builder, value, indent);
  } else {
    addObject(builder, value, indent);
  }
}

function isList(value: readonly JsonTree[] | { readonly [key: string]: JsonTree | undefined }): value is readonly JsonTree[] {
  return Array.isArray(value);
}

function addList(builder: TemplateBuilder, list: readonly JsonTree[], indent: string): void {
  if (list.every((item) => typeof item === 'string') && isUnresolvedList(list as readonly string[])) {
    builder.value(list as readonly string[], JSON_VALUE);
    return;
  }
  addSequence(builder, ['[', ']'], indent, list.map((item) => (inner: string) => addJson(builder, item, inner)));
}

function addObject(builder: TemplateBuilder, object: { readonly [key: string]: JsonTree | undefined }, indent: string): void {
  const members = Object.entries(object).filter((entry): entry is [string, JsonTree] => entry[1] !== undefined);
  addSequence(builder, ['{', '}'], indent, members.map(([key, value]) => (inner: string) => {
    builder.value(key, JSON_VALUE).text(': ');
    addJson(builder, value, inner);
  }));
}

function addSequence(
  builder: TemplateBuilder, [open, close]: readonly [string, string], indent: string, elements: readonly ((inner: string) => void)[],
): void {
  if (elements.length === 0) {
    builder.text(open + close);
    return;
  }
  const inner = indent + STEP;
  builder.text(`${open}\n`);
  elements.forEach((element, index) => {
    builder.text(inner);
    element(inner);
    builder.text(index < elements.length - 1 ? ',\n' : '\n');
  });
  builder.text(indent + close);
}
