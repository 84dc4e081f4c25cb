import { Scalar } from './scalars';
import { Field, isScalar, Shape } from './shape';
import { Struct } from './write';
import { isUnresolvedList, isUnresolvedNumber, isUnresolvedText, Value } from '../../../text/unresolved';

/** One thing met on the way through settings. */
export type Visit =
  | { readonly kind: 'scalar'; readonly path: string; readonly value: Value; readonly scalar: Scalar; readonly owner: Struct }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'surplus'; readonly path: string; readonly allowed: readonly string[] }
  | { readonly kind: 'choice'; readonly path: string; readonly set: readonly string[]; readonly allowed: readonly string[] }
  | { readonly kind: 'count'; readonly path: string; readonly count: number; readonly least: number }
  | { readonly kind: 'type'; readonly path: string; readonly value: unknown; readonly expected: string }
  | { readonly kind: 'unknown'; readonly path: string; readonly what: string }
  | { readonly kind: 'raw'; readonly path: string; readonly value: string };

/** Goes through a structure by its shape and reports every value, and where the structure does not fit. */
export function visit(of: Shape, value: Struct, path: string, meet: (visit: Visit) => void): void {
  const set = Object.keys(value).filter((member) => value[member] !== undefined && value[member] !== null);
  const allowed = Object.keys(of.fields);
  const at = (member: string) => (path === '' ? member : `${path}.${member}`);
  set.filter((member) => !allowed.includes(member)).forEach((member) => meet({ kind: 'surplus', path: at(member), allowed }));
  if (of.order === 'choice' && set.length !== 1) {
    meet({ kind: 'choice', path, set, allowed });
  }
  for (const [member, field] of Object.entries(of.fields)) {
    const given = value[member];
    if (given !== undefined && given !== null) {
      visitMember(field, given, at(member), value, meet);
    } else if (field.required && of.order !== 'choice') {
      meet({ kind: 'missing', path: at(member) });
    }
  }
}

function visitMember(field: Field, given: unknown, path: string, owner: Struct, meet: (visit: Visit) => void): void {
  switch (field.place) {
    case 'attribute':
    case 'text':
    case 'element':
      visitScalar(field.scalar, given, path, owner, meet);
      return;
    case 'struct':
    case 'inline':
      visitStruct(field.shape(), given, path, meet);
      return;
    case 'keyword':
      visitKnown(given, path, 'it becomes the name of an element', meet, () => visitScalar(field.scalar, given, path, owner, meet));
      return;
    case 'raw':
      visitKnown(given, path, 'it becomes XML', meet, () => meet({ kind: 'raw', path, value: String(given) }));
      return;
    case 'flag':
      visitType('boolean', given, path, meet);
      return;
    default:
      visitItems(field, given, path, owner, meet);
  }
}

function visitItems(field: Field, given: unknown, path: string, owner: Struct, meet: (visit: Visit) => void): void {
  if (field.place !== 'list' && field.place !== 'choices') {
    return;
  }
  if (!visitType('list', given, path, meet)) {
    return;
  }
  const items = given as readonly unknown[];
  if (items.every((item) => typeof item === 'string') && isUnresolvedList(items as readonly string[])) {
    meet({ kind: 'unknown', path, what: 'each member becomes an element' });
    return;
  }
  if (items.length < field.least && (items.length > 0 || field.required)) {
    meet({ kind: 'count', path, count: items.length, least: field.least });
  }
  const content = field.place === 'list' ? field.content : field.shape;
  items.forEach((item, index) => {
    const itemPath = `${path}[${index}]`;
    if (isScalar(content)) {
      visitScalar(content, item, itemPath, owner, meet);
    } else {
      visitStruct(content(), item, itemPath, meet);
    }
  });
}

function visitStruct(of: Shape, given: unknown, path: string, meet: (visit: Visit) => void): void {
  if (visitType('object', given, path, meet)) {
    visit(of, given as Struct, path, meet);
  }
}

function visitScalar(scalar: Scalar, given: unknown, path: string, owner: Struct, meet: (visit: Visit) => void): void {
  if (visitType(scalar.type === 'words' ? 'list' : scalar.type, given, path, meet)) {
    meet({ kind: 'scalar', path, value: given as Value, scalar, owner });
  }
}

function visitKnown(given: unknown, path: string, what: string, meet: (visit: Visit) => void, known: () => void): void {
  if (typeof given === 'string' && isUnresolvedText(given)) {
    meet({ kind: 'unknown', path, what });
  } else {
    known();
  }
}

const IS: { readonly [type: string]: (value: unknown) => boolean } = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && (isUnresolvedNumber(value) || !Number.isNaN(value)),
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

function visitType(expected: string, value: unknown, path: string, meet: (visit: Visit) => void): boolean {
  const fits = IS[expected](value);
  if (!fits) {
    meet({ kind: 'type', path, value: typeof value, expected });
  }
  return fits;
}
