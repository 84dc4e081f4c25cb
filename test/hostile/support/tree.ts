import { Evaluated } from './evaluate';
import { Document, parseAll } from './parsers';
import { MARKER } from './prop-case';
import { canonicalJson } from '../../../src/text/canonical';

/** The texts of a stack that one construct made, apart from those that only repeat others as a hash. */
export interface Made {
  readonly documents: readonly Document[];
  readonly rest: unknown;
}

const CONFIG_MAP = 'kubernetes_config_map_v1';

/** What the constructs in one scope made. */
export function madeIn(scope: string, { resources }: Evaluated): Made {
  const mine = Object.entries(resources).filter(([name]) => name.startsWith(`${scope}_`)).sort(([a], [b]) => (a < b ? -1 : 1));
  const settings = mine.filter(([name]) => /_Settings_\w+$/.test(name));
  const others = mine.filter(([name]) => !/_Settings_\w+$/.test(name)).map(([, found]) => found);
  const data = others.flatMap(({ type, attributes }) => (type === CONFIG_MAP ? [attributes.data] : []));
  const maps = [...settings.map(([, { attributes }]) => attributes.input), ...data];
  const documents = maps.flatMap((texts) => Object.entries<string>(texts).map(([name, text]) => ({ name, text })));
  const rest = others.map((found) => ({
    ...found,
    attributes: found.type === CONFIG_MAP ? { ...found.attributes, data: undefined } : found.attributes,
    step: found.step === null ? null : { ...found.step, values: JSON.parse(found.step.values ?? 'null') },
  }));
  // Names of scopes and hashes differ from one construct to the next, whatever the string.
  const comparable = JSON.stringify(rest).replace(/-[0-9a-f]{10}"/g, '-hash"').replaceAll(`${scope}.`, 'scope.');
  return { documents, rest: JSON.parse(comparable) };
}

/** Each construct's texts read by the parser of their format, all in one go. */
export function treesOf(all: readonly Made[]): readonly unknown[] {
  const parsed = [...parseAll(all.flatMap(({ documents }) => documents))];
  return all.map(({ documents, rest }) => ({ files: documents.map(({ name }) => [name, parsed.shift()]), rest }));
}

/** The tree as it must be when the hostile string stands where the marker stood, and nothing else is different. */
export function expectedTree(benign: unknown, marker: string, text: string): string {
  const replaced = JSON.stringify(benign).replaceAll(inJson(marker), () => inJson(text));
  return canonicalJson(JSON.parse(replaced));
}

/** Whether the marker can be seen at all, so that a comparison means something. */
export function showsMarker(tree: unknown, marker = MARKER): boolean {
  return JSON.stringify(tree).includes(inJson(marker));
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
