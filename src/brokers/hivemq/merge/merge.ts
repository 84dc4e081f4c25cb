import { finding, RuleText } from '../../../rules/rule';
import { Merged } from '../../broker-core';
import { FILE_REALM_FILE } from '../files';
import { kindOf } from '../parse';
import { blockOf, foreignOf, strayMarker } from './blocks';
import { clashes, declaredNames, identitiesOf, referredNames } from './identities';
import { placeBlocks } from './splice';
import {
  HIVEMQ_FILE_UNKNOWN, HIVEMQ_MERGE_CLASH, HIVEMQ_MERGE_MARKERS, HIVEMQ_MERGE_REFERENCE, HIVEMQ_XML_UNREADABLE,
} from '../rules/parse-rules';
import { elementsOf, parseXml, XmlElement } from '../xml/tree';

/** Paths below the root of the elements that ours and others share. */
export const CONFIG_PLACES = [[], ['realms'], ['pipelines'], ['client-certificate-revocation-checks']] as const;
export const FILE_REALM_PLACES = ['mqtt', 'control-center', 'rest-api'].flatMap((section) => [[section, 'users'], [section, 'roles']]);

/** An element that ours and others share, and where it stands. */
export interface Place {
  readonly path: readonly string[];
  readonly element: XmlElement | undefined;
}

class Refused extends Error {
  constructor(readonly rule: RuleText, readonly path: string, message: string) {
    super(message);
  }
}

/**
 * Puts our elements into a file that stands on a node, between the marker comments; every other byte is kept.
 *
 * Without a file, ours is the file. What is not between the comments is foreign: a clash of names is refused, not resolved.
 */
export function mergeHiveMq(name: string, existing: string | undefined, ours: string): Merged {
  try {
    const mine = read(name, ours);
    if (existing === undefined) {
      return { text: ours };
    }
    return { text: merge(name, existing, ours, mine) };
  } catch (error) {
    if (error instanceof Refused) {
      return { problem: finding(error.rule, error.path, { message: error.message }) };
    }
    throw error;
  }
}

function merge(name: string, existing: string, ours: string, mine: XmlElement): string {
  const theirs = read(name, existing);
  const paths: readonly (readonly string[])[] = name === FILE_REALM_FILE ? FILE_REALM_PLACES : CONFIG_PLACES;
  const [theirPlaces, myPlaces] = [placesIn(theirs, paths), placesIn(mine, paths)];
  checkMarkers(name, theirs, theirPlaces);
  checkMarkers(name, mine, myPlaces);
  checkClashes(name, theirPlaces, myPlaces);
  const text = placeBlocks(existing, theirs, theirPlaces, ours, myPlaces);
  checkReferences(name, theirs, read(name, text));
  return text;
}

function read(name: string, text: string): XmlElement {
  const kind = kindOf(name);
  if (kind === undefined) {
    throw new Refused(HIVEMQ_FILE_UNKNOWN, name, 'is not a file of the extension');
  }
  const { root, problem } = parseXml(text);
  if (root === undefined) {
    throw new Refused(HIVEMQ_XML_UNREADABLE, name, problem);
  }
  if (root.name !== kind.root || root.attributes.some((attribute) => attribute.name === 'xmlns')) {
    throw new Refused(HIVEMQ_FILE_UNKNOWN, name, `must begin with the element ${kind.root}, in no namespace`);
  }
  return root;
}

function placesIn(root: XmlElement, paths: readonly (readonly string[])[]): readonly Place[] {
  return paths.map((path) => ({ path, element: path.reduce<XmlElement | undefined>((at, name) => at && childNamed(at, name), root) }));
}

function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return elementsOf(element).find((child) => child.name === name);
}

function checkMarkers(name: string, root: XmlElement, places: readonly Place[]): void {
  const elements = places.flatMap(({ element }) => (element === undefined ? [] : [element]));
  for (const element of elements) {
    const { problem } = blockOf(element);
    if (problem !== undefined) {
      throw new Refused(HIVEMQ_MERGE_MARKERS, `${name}:${element.line}`, problem);
    }
  }
  if (strayMarker(root, new Set(elements))) {
    throw new Refused(HIVEMQ_MERGE_MARKERS, name, 'has marker comments in a place where ours never stand');
  }
}

function checkClashes(name: string, theirs: readonly Place[], mine: readonly Place[]): void {
  const keysOf = (place: Place, elements: readonly XmlElement[]) => elements.flatMap((element) => identitiesOf(element, place.path));
  const foreign = theirs.flatMap((place) => (place.element === undefined ? [] : keysOf(place, foreignOf(place.element))));
  const ours = mine.flatMap((place) => (place.element === undefined ? [] : keysOf(place, blockOf(place.element).block?.elements ?? [])));
  const clash = ours.find((key) => foreign.some((other) => clashes(other, key)));
  if (clash !== undefined) {
    throw new Refused(HIVEMQ_MERGE_CLASH, name, `has an element of somebody else that clashes with ours: ${clash.slice(0, 120)}`);
  }
}

function checkReferences(name: string, before: XmlElement, after: XmlElement): void {
  const open = (root: XmlElement) => referredNames(root).filter((realm) => !declaredNames(root).includes(realm));
  const known = new Set(open(before));
  const lost = open(after).find((realm) => !known.has(realm));
  if (lost !== undefined) {
    throw new Refused(HIVEMQ_MERGE_REFERENCE, name, `would refer to the realm "${lost.slice(0, 120)}", which is not in the file`);
  }
}
