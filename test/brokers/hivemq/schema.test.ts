import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { anyConfig, anyFileRealm, anySettings } from './arbitrary';
import { parseHiveMq } from '../../../src/brokers/hivemq/parse';
import { normaliseHiveMq, renderHiveMq } from '../../../src/brokers/hivemq/render';
import { CONFIG_SHAPE } from '../../../src/brokers/hivemq/schema/config-shapes';
import { FILE_REALM_SHAPE } from '../../../src/brokers/hivemq/schema/file-realm-shapes';
import { isScalar, Shape } from '../../../src/brokers/hivemq/schema/shape';
import { HiveMqSettings } from '../../../src/brokers/hivemq/settings';
import { elementsOf, parseXml, XmlElement } from '../../../src/brokers/hivemq/xml/tree';
import { plainText } from '../../../src/text/template';
import { validateAll, whyNoValidation } from '../../support/xsd';

const SCHEMAS = path.resolve(__dirname, '../../../../shared/data/hivemq-ese-4.36.0');
const [CONFIG_XSD, FILE_REALM_XSD] = ['config.xsd', 'ese-file-realm.xsd'].map((name) => path.join(SCHEMAS, name));
const reason = whyNoValidation(CONFIG_XSD);

/** The rendered files by name. */
function rendered(settings: HiveMqSettings, version = '4.36'): Record<string, string> {
  return Object.fromEntries(renderHiveMq(settings, version).map((file) => [file.name, plainText(file.text)!]));
}

describe('reading what was written', () => {
  test('gives the normal form of the same settings', () => {
    fc.assert(fc.property(anySettings, fc.constantFrom('4.36', '4.10'), (settings, version) => {
      const { settings: read, findings } = parseHiveMq(rendered(settings, version), version);
      expect(findings).toEqual([]);
      expect(read).toEqual(normaliseHiveMq(settings));
    }), { numRuns: 300 });
  });

  test('and writing that again gives the same bytes', () => {
    fc.assert(fc.property(anySettings, (settings) => {
      const files = rendered(settings);
      expect(rendered(parseHiveMq(files, '4.36').settings!)).toEqual(files);
    }), { numRuns: 100 });
  });
});

(reason === undefined ? describe : describe.skip)(`the vendor's schema${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  test('accepts every configuration that fits the tables', () => {
    const samples = fc.sample(anyConfig, { numRuns: 400, seed: 7 }).map((config) => rendered({ config })['config.xml']);
    expect(problemsOf(CONFIG_XSD, samples)).toEqual([]);
  });

  test('accepts every file realm that fits the tables', () => {
    const samples = fc.sample(anyFileRealm, { numRuns: 300, seed: 7 }).map((fileRealm) => rendered({ config: {}, fileRealm })['ese-file-realm.xml']);
    expect(problemsOf(FILE_REALM_XSD, samples)).toEqual([]);
  });

  test('refuses two elements of one name, a dangling reference and a broken order, so that its verdict means something', () => {
    const realm = '<file-realm><name>a</name><enabled>true</enabled><configuration><file-path>x</file-path></configuration></file-realm>';
    const wrap = (inner: string) => `<enterprise-security-extension>${inner}</enterprise-security-extension>`;
    const dangling = '<pipelines><listener-pipeline listener="ALL"><file-authentication-manager><realm>nobody</realm></file-authentication-manager>'
      + '<allow-all-authorization-manager/></listener-pipeline></pipelines>';
    const verdicts = validateAll(CONFIG_XSD, [
      wrap(`<realms>${realm}</realms>`),
      wrap(`<realms>${realm}${realm}</realms>`),
      wrap(dangling),
      wrap('<realms><file-realm><enabled>true</enabled><name>a</name></file-realm></realms>'),
    ]);
    expect(verdicts.map((problem) => problem === undefined)).toEqual([true, false, false, false]);
  });

  test.each([
    ['config.xsd', CONFIG_XSD, CONFIG_SHAPE, 'enterprise-security-extension'],
    ['ese-file-realm.xsd', FILE_REALM_XSD, FILE_REALM_SHAPE, 'ese-file-realm'],
  ])('has no element, attribute or place in %s that the tables lack, and the other way round', (_name, xsd, of, root) => {
    expect([...tablePlaces(of, root, new Map())].sort()).toEqual([...schemaPlaces(xsd, root)].sort());
  });
});

function problemsOf(schema: string, documents: readonly string[]): readonly string[] {
  return validateAll(schema, documents).flatMap((problem, index) => (problem === undefined ? [] : [`${problem}\n${documents[index]}`]));
}

/** Pairs of parent and child, and of element and attribute, that the tables allow. */
function tablePlaces(of: Shape, parent: string, seen: Map<Shape, Set<string>>, places = new Set<string>()): Set<string> {
  const parents = seen.get(of) ?? new Set();
  if (parents.has(parent)) {
    return places;
  }
  seen.set(of, parents.add(parent));
  for (const field of Object.values(of.fields)) {
    const add = (child: string, inside = parent) => places.add(`${inside}/${child}`);
    switch (field.place) {
      case 'attribute':
        add(`@${field.name}`);
        break;
      case 'inline':
        tablePlaces(field.shape(), parent, seen, places);
        break;
      case 'choices':
        add(field.name);
        tablePlaces(field.shape(), field.name, seen, places);
        break;
      case 'struct':
        add(field.name);
        tablePlaces(field.shape(), field.name, seen, places);
        break;
      case 'list': {
        const inside = field.wrapped ? field.name : parent;
        if (field.wrapped) {
          add(field.name);
        }
        add(field.item, inside);
        if (!isScalar(field.content)) {
          tablePlaces(field.content(), field.item, seen, places);
        }
        break;
      }
      case 'keyword':
        add(field.name);
        break;
      case 'text':
        break;
      default:
        add(field.name);
    }
  }
  return places;
}

/** The same pairs, read from the vendor's schema. */
function schemaPlaces(file: string, root: string): Set<string> {
  const document = parseXml(fs.readFileSync(file, 'utf8')).root!;
  const top = (name: string) => elementsOf(document).find((one) => attribute(one, 'name') === name);
  const places = new Set<string>();
  const seen = new Set<string>();

  const walk = (node: XmlElement, parent: string): void => {
    for (const child of elementsOf(node)) {
      const name = attribute(child, 'name');
      if (child.name === 'xs:element') {
        declare(child, name!, parent);
      } else if (child.name === 'xs:attribute') {
        places.add(`${parent}/@${name}`);
      } else if (child.name === 'xs:group') {
        enter(attribute(child, 'ref')!, parent);
      } else {
        enter(attribute(child, 'base'), parent);
        walk(child, parent);
      }
    }
  };
  const enter = (type: string | undefined, parent: string) => {
    const declared = type === undefined ? undefined : top(type);
    if (declared !== undefined && !seen.has(`${type} ${parent}`)) {
      seen.add(`${type} ${parent}`);
      walk(declared, parent);
    }
  };
  const declare = (element: XmlElement, name: string, parent: string) => {
    if (parent === 'strategy') {
      return;
    }
    places.add(`${parent}/${name}`);
    enter(attribute(element, 'type'), name);
    walk(element, name);
  };
  const declared = top(root)!;
  walk(declared, root);
  // The root's `version` is written by the renderer, not by the tables.
  places.delete(`${root}/@version`);
  return places;
}

function attribute(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((one) => one.name === name)?.value;
}
