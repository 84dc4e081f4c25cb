import { Document, Field, Node } from './json-document';
import { UserConfigField } from './user-config-merge';
import { Value, isUnresolved } from '../../text/unresolved';

/**
 * Every field of our part of a user config, with the text that stands for it in another resource.
 *
 * Switches are written out, since a plan then shows them; everything else is read from `source`, so that it passes the gate.
 */
export function userConfigFields(config: Document, source: string): readonly UserConfigField[] {
  return leaves(config, []).map(({ path, node }) => {
    const value = node instanceof Field ? joined(node.value) : node;
    return { path, value, text: typeof value === 'boolean' ? value : `\${${[source, ...path].join('.')}}` };
  });
}

interface Leaf {
  readonly path: readonly string[];
  readonly node: Value | Field;
}

function leaves(node: Node, path: readonly string[]): readonly Leaf[] {
  if (node === undefined) {
    return [];
  }
  if (typeof node !== 'object' || Array.isArray(node) || node instanceof Field) {
    return [{ path, node: node as Value | Field }];
  }
  return Object.entries(node as Document).flatMap(([name, member]) => leaves(member, [...path, name]));
}

/** A list in the form in which Aiven takes it, as far as it is known. */
function joined(value: Value): Value {
  return isUnresolved(value) || !Array.isArray(value) ? value : value.join(',');
}
