import { loneElements } from '../render';
import { CONFIG_SHAPE } from '../schema/config-shapes';
import { elementsOf, textOf, XmlElement } from '../xml/tree';

/*
 * By what elements of two hands in one document are told apart.
 */

/** Keys of an element that must not occur twice in its document or section, in words. */
export function identitiesOf(element: XmlElement, parents: readonly string[]): readonly string[] {
  switch (parents.join('/')) {
    case '':
      return loneElements(CONFIG_SHAPE).includes(element.name) ? [`element ${element.name}`] : [];
    case 'realms':
      return namesIn(element);
    case 'pipelines':
      return [...namesIn(element), ...pipelineKeys(element)];
    case 'client-certificate-revocation-checks':
      return [`revocation check of listener ${attributeOf(element, 'listener') ?? ''}`];
    default:
      return [`${parents[0]} ${element.name} ${childText(element, element.name === 'user' ? 'name' : 'id')}`];
  }
}

/** Whether a foreign key and one of ours cannot stand in one document. */
export function clashes(foreign: string, ours: string): boolean {
  const [a, b] = [LISTENER.exec(foreign), LISTENER.exec(ours)];
  if (a === null || b === null) {
    return foreign === ours;
  }
  return a[1] === b[1] && (a[2] === b[2] || a[2] === 'ALL' || b[2] === 'ALL');
}

const LISTENER = /^(listener-pipeline|rest-api-pipeline) of listener (.*)$/s;

function pipelineKeys(pipeline: XmlElement): readonly string[] {
  const listener = attributeOf(pipeline, 'listener');
  return [listener === undefined ? `element ${pipeline.name}` : `${pipeline.name} of listener ${listener}`];
}

/** Names of type `xs:ID` in an element and below: names of realms, pipelines and managers. */
export function namesIn(element: XmlElement): readonly string[] {
  return declaredNames(element).map((name) => `name ${name}`);
}

/** Names that a realm, a pipeline or a manager below declares. */
export function declaredNames(element: XmlElement): readonly string[] {
  if (element.name.endsWith('-realm')) {
    return [childText(element, 'name')];
  }
  const own = /-(manager|pipeline)$/.test(element.name) ? attributeOf(element, 'name') : undefined;
  return [...(own === undefined ? [] : [own.trim()]), ...inner(element).flatMap(declaredNames)];
}

/** Names of realms that managers in an element refer to. */
export function referredNames(element: XmlElement): readonly string[] {
  const realms = element.name.endsWith('-manager') ? elementsOf(element).filter(({ name }) => name === 'realm') : [];
  return [...realms.map((realm) => textOf(realm).trim()), ...inner(element).flatMap(referredNames)];
}

/** Children that the schema describes; the content of `runtime` is open and declares nothing. */
function inner(element: XmlElement): readonly XmlElement[] {
  return elementsOf(element).filter((child) => child.name !== 'runtime');
}

function childText(element: XmlElement, name: string): string {
  const child = elementsOf(element).find((one) => one.name === name);
  const text = child === undefined ? '' : textOf(child);
  return element.name.endsWith('-realm') ? text.trim() : text;
}

function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value;
}
