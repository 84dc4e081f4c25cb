import { isScalar, Shape } from './shape';
import { Struct } from './write';

/** The normal form of a structure: no empty lists or false flags where nothing is written for them, explicit defaults filled in. */
export function normalise(of: Shape, value: Struct): Struct {
  const members: [string, unknown][] = [];
  for (const [member, field] of Object.entries(of.fields)) {
    const normal = normalMember(field, value[member]);
    if (normal !== undefined) {
      members.push([member, normal]);
    }
  }
  return Object.fromEntries(members);
}

function normalMember(field: Shape['fields'][string], given: unknown): unknown {
  if (given === undefined || given === null) {
    return field.place === 'element' ? field.explicit : undefined;
  }
  switch (field.place) {
    case 'flag':
      return given === true ? true : undefined;
    case 'struct':
    case 'inline':
      return normalise(field.shape(), given as Struct);
    case 'element':
      return Array.isArray(given) && given.length === 0 ? undefined : given;
    case 'list':
    case 'choices': {
      const items = given as readonly unknown[];
      if (items.length === 0 && !field.required) {
        return undefined;
      }
      const content = field.place === 'list' ? field.content : field.shape;
      return isScalar(content) ? items : items.map((item) => normalise(content(), item as Struct));
    }
    default:
      return given;
  }
}
