import { RenderedFile } from '../broker-core';
import { configFileOf, FILE_REALM_FILE, schemaOf } from './files';
import { CONFIG_ROOT, CONFIG_SHAPE } from './schema/config-shapes';
import { FILE_REALM_ROOT, FILE_REALM_SHAPE } from './schema/file-realm-shapes';
import { normalise } from './schema/normalise';
import { Shape } from './schema/shape';
import { Struct, toElement } from './schema/write';
import { HiveMqSettings } from './settings';
import { OutElement, OutNode, writeXml } from './xml/writer';

/** The files of the settings: configuration and, where there is one, file realm. What is ours stands between marker comments. */
export function renderHiveMq(settings: HiveMqSettings, version: string | undefined): readonly RenderedFile[] {
  const config = document(configFileOf(version), CONFIG_ROOT, CONFIG_SHAPE, settings.config);
  if (settings.fileRealm === undefined) {
    return [config];
  }
  return [config, document(FILE_REALM_FILE, FILE_REALM_ROOT, FILE_REALM_SHAPE, settings.fileRealm)];
}

/** The settings in the normal form that reading gives. */
export function normaliseHiveMq(settings: HiveMqSettings): HiveMqSettings {
  const fileRealm = settings.fileRealm === undefined ? {} : { fileRealm: normalise(FILE_REALM_SHAPE, settings.fileRealm as Struct) };
  return { config: normalise(CONFIG_SHAPE, settings.config as Struct), ...fileRealm };
}

function document(name: string, root: string, of: Shape, value: object): RenderedFile {
  const written = toElement(root, of, value as Struct);
  const attributes: OutElement['attributes'] = [
    ['xmlns:xsi', 'http://www.w3.org/2001/XMLSchema-instance'], ['xsi:noNamespaceSchemaLocation', schemaOf(name)], ['version', '1'],
  ];
  return { name, text: writeXml({ name: root, attributes, children: markLoneElements(of, written.children ?? []) }) };
}

/** Elements of the root that hold nothing shared are ours as a whole; they come first. */
function markLoneElements(of: Shape, children: readonly OutNode[]): readonly OutNode[] {
  const lone = new Set(loneElements(of));
  const ours = children.filter((child): child is OutElement => 'name' in child && lone.has(child.name));
  const others = children.filter((child) => !('name' in child && lone.has(child.name)));
  return ours.length === 0 ? others : [{ marked: ours }, ...others];
}

/** Names of the root's elements that are not shared with others: `runtime` and `access-log`. */
export function loneElements(of: Shape): readonly string[] {
  return Object.values(of.fields)
    .filter((field) => field.place === 'raw' || (field.place === 'struct' && !holdsShared(field.shape())))
    .map((field) => field.name);
}

function holdsShared(of: Shape): boolean {
  return Object.values(of.fields).some((field) => (field.place === 'list' || field.place === 'choices') && field.shared);
}
