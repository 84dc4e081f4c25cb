import { JsonObject, JsonTree } from '../oauth/json-tree';

/** The first member name that stands twice in one object, at any depth; undefined where none does. */
export function duplicateIn(tree: JsonTree | undefined): string | undefined {
  if (tree instanceof JsonObject) {
    return tree.duplicate ?? firstOf(tree.members.map(({ value }) => value));
  }
  return Array.isArray(tree) ? firstOf(tree) : undefined;
}

function firstOf(trees: readonly JsonTree[]): string | undefined {
  for (const tree of trees) {
    const found = duplicateIn(tree);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
