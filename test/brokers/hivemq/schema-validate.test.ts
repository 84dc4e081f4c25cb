import { isAnyUri } from '../../../src/brokers/hivemq/schema/any-uri';
import { schemaProblems } from '../../../src/brokers/hivemq/schema/validate';
import { parseXml } from '../../../src/brokers/hivemq/xml/tree';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const REALM = (name: string, more = '') => `<jwt-realm><name>${name}</name><enabled>true</enabled>${more}</jwt-realm>`;
const PIPELINE = (realm: string, attributes = '') => `<listener-pipeline listener="ALL"${attributes}><jwt-authentication-manager><realm>${realm}</realm>`
  + '</jwt-authentication-manager><allow-all-authorization-manager/></listener-pipeline>';
const config = (realms: string, pipelines = '') =>
  `<enterprise-security-extension><realms>${realms}</realms><pipelines>${pipelines}</pipelines></enterprise-security-extension>`;

function problems(text: string, root = 'enterprise-security-extension'): readonly string[] {
  return schemaProblems(parseXml(text, { allButEntities: true }).root!, root).map(({ line, path, message }) => `${line} ${path} ${message}`);
}

describe('a configuration is valid', () => {
  test.each([
    ['empty', '<enterprise-security-extension/>'],
    ['whole', config(REALM('a'), PIPELINE('a'))],
    ['with blanks around a boolean', config('<jwt-realm><name> a </name><enabled>\n1 </enabled></jwt-realm>')],
    ['with an empty element that has a default', '<enterprise-security-extension><access-log><enabled/></access-log></enterprise-security-extension>'],
    ['with a number that makes no sense', config(REALM('a', '<configuration><jwks-default-cache-duration>-5</jwks-default-cache-duration></configuration>'))],
    ['with hints and types of XMLSchema-instance', `<enterprise-security-extension ${XSI}><realms xsi:schemaLocation="a b">`
      + '<jwt-realm xsi:type="jwtRealmEntity"><name>a</name><enabled>true</enabled></jwt-realm></realms></enterprise-security-extension>'],
    ['with a simple type of the schema by its name', config(REALM('a'), PIPELINE('a').replace('<jwt-authentication-manager>', '<authentication-preprocessors><x509-preprocessor>'
      + `<x509-extractions><x509-extraction><x509-field ${XSI} xsi:type="x509-field">serial-number</x509-field><ese-variable>string-a</ese-variable>`
      + '</x509-extraction></x509-extractions></x509-preprocessor></authentication-preprocessors><jwt-authentication-manager>'))],
    ['with anything in runtime', '<enterprise-security-extension><runtime><a xmlns="urn:x" b="c">d</a></runtime></enterprise-security-extension>'],
  ])('%s', (_what, text) => {
    expect(problems(text)).toEqual([]);
  });
});

describe('a configuration is not valid', () => {
  test.each([
    ['with another root', '<ese-file-realm/>', '1 ese-file-realm must be the element enterprise-security-extension without a namespace'],
    ['in a namespace', '<enterprise-security-extension xmlns="urn:x"/>', '1 enterprise-security-extension must be the element enterprise-security-extension without a namespace'],
    ['with a name twice', config(REALM('a') + REALM('a')), 'is a name that the document has already'],
    ['with a reference that leads nowhere', config(REALM('a'), PIPELINE('b')), 'refers to a name that nothing in the document has'],
    ['with a name that is none', config(REALM('9a')), 'must be a name that begins with'],
    ['with children in another order', config('<jwt-realm><enabled>true</enabled><name>a</name></jwt-realm>'), 'stands behind its place'],
    ['without a required element', config('<jwt-realm><name>a</name></jwt-realm>'), 'lacks enabled'],
    ['without a required attribute', config(REALM('a'), PIPELINE('a').replace(' listener="ALL"', '')), '/@listener is missing'],
    ['with a blank in an element that is empty', config(REALM('a'), PIPELINE('a').replace('<allow-all-authorization-manager/>', '<allow-all-authorization-manager> </allow-all-authorization-manager>')),
      'must be empty'],
    ['with text among elements', config(`x${REALM('a')}`), 'holds text where only elements may stand'],
    ['with an attribute of no type', config(REALM('a'), PIPELINE('a', ' xml:lang="en"')), 'is no attribute of this element'],
    ['with an element that is nil', config(`<jwt-realm><name>a</name><enabled ${XSI} xsi:nil="false">true</enabled></jwt-realm>`), 'XMLSchema-instance'],
    ['with the type of another element', config(`<jwt-realm ${XSI} xsi:type="sqlRealmEntity"><name>a</name><enabled>true</enabled></jwt-realm>`), 'names no type'],
  ])('%s', (_what, text, problem) => {
    expect(problems(text)).toEqual([expect.stringContaining(problem)]);
  });
});

test.each([
  ['', true], ['a b', true], ['//', false], ['//a', true], ['%', false], ['%41', true], ['#a#b', false], [':a', false], ['a:', false], ['1a:b', false],
  ['http://[::1]:80/', true], ['http://[::1', false], ['http://a/[b]', false], ['urn:[x]', true], ['http://[1:2:3:4:5:6:7]/', false], ['http://[::1]:99999/', false],
])('%j is a URI reference: %s', (text, expected) => {
  expect(isAnyUri(text)).toBe(expected);
});
