import * as fc from 'fast-check';
import { parseHiveMq } from '../../../src/brokers/hivemq/parse';
import { describeFinding } from '../../../src/rules/rule';

const wrap = (inner: string, attributes = '') => `<enterprise-security-extension${attributes}>${inner}</enterprise-security-extension>`;
const realm = (inner: string) => wrap(`<realms><jwt-realm>${inner}</jwt-realm></realms>`);
const configuration = (inner: string) => realm(`<name>a</name><enabled>true</enabled><configuration>${inner}</configuration>`);
const pipeline = (inner: string, attributes = ' listener="ALL"') => wrap(`<pipelines><listener-pipeline${attributes}>${inner}</listener-pipeline></pipelines>`);
const MANAGERS = '<allow-all-authentication-manager/><allow-all-authorization-manager/>';

function findingsOf(text: string, name = 'config.xml', version: string | undefined = '4.36') {
  return parseHiveMq({ [name]: text }, version).findings.map((found) => describeFinding(found));
}

/** The configuration of the vendor's article on Okta, with the secret as a variable. */
const OKTA = `<?xml version="1.0" encoding="UTF-8" ?>
<enterprise-security-extension xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="enterprise-security-extension.xsd" version="1">
    <realms>
        <!-- trust -->
        <jwt-realm>
            <name> Okta </name>
            <enabled>1</enabled>
            <configuration>
                <simple-auth>
                    <username>broker</username>
                    <password>\${ENV:SECRET}</password>
                </simple-auth>
                <introspection-endpoint timeout=" 5 ">https://okta.example/oauth2/default/v1/introspect</introspection-endpoint>
                <jwks-endpoint><![CDATA[https://okta.example/oauth2/default/v1/keys]]></jwks-endpoint>
            </configuration>
        </jwt-realm>
    </realms>
    <pipelines>
        <listener-pipeline name="okta-pipeline" listener="ALL">
            <jwt-authentication-manager>
                <jwt-validation>
                    <reserved-claims>
                        <scope alt="scp"> mqtt
                            publish</scope>
                        <iss>https://a.example https://b.example</iss>
                        <aud>HiveMQ</aud>
                    </reserved-claims>
                </jwt-validation>
                <realm>Okta</realm>
            </jwt-authentication-manager>
            <file-authorization-manager><realm>Okta</realm></file-authorization-manager>
        </listener-pipeline>
    </pipelines>
</enterprise-security-extension>`;

describe('parseHiveMq', () => {
  test('reads a file that somebody wrote, in any order that the schema allows', () => {
    expect(parseHiveMq({ 'enterprise-security-extension.xml': OKTA }, '4.14')).toEqual({
      findings: [],
      settings: { config: {
        realms: [{ jwtRealm: {
          name: 'Okta',
          enabled: true,
          configuration: {
            simpleAuth: { username: 'broker', password: '${ENV:SECRET}' },
            introspectionEndpoint: { url: 'https://okta.example/oauth2/default/v1/introspect', timeout: 5 },
            jwksEndpoint: 'https://okta.example/oauth2/default/v1/keys',
          },
        } }],
        pipelines: [{ listenerPipeline: {
          name: 'okta-pipeline',
          listener: 'ALL',
          authenticationManager: { jwtAuthenticationManager: {
            realm: 'Okta',
            jwtValidation: { reservedClaims: { aud: 'HiveMQ', iss: ['https://a.example', 'https://b.example'], scope: { scopes: ['mqtt', 'publish'], alt: 'scp' } } },
          } },
          authorizationManager: { fileAuthorizationManager: { realm: 'Okta', useAuthorizationKey: true, useAuthorizationRoleKey: true } },
        } }],
      } },
    });
  });

  test('states the defaults that differ between managers', () => {
    const sql = '<allow-all-authentication-manager/><sql-authorization-manager><realm>a</realm></sql-authorization-manager>';
    expect(parseHiveMq({ 'config.xml': pipeline(sql) }, '4.36').settings!.config.pipelines![0].listenerPipeline!.authorizationManager)
      .toEqual({ sqlAuthorizationManager: { realm: 'a', useAuthorizationKey: false, useAuthorizationRoleKey: true } });
  });

  test('keeps blanks that belong to a text', () => {
    const text = pipeline(`<authentication-preprocessors><split-preprocessor prefix=" "><from>string-a</from></split-preprocessor>
      <logging-preprocessor><message> a  b </message><name>n</name></logging-preprocessor></authentication-preprocessors>${MANAGERS}`);
    expect(parseHiveMq({ 'config.xml': text }, '4.36').settings!.config.pipelines![0].listenerPipeline!.authenticationPreprocessors).toEqual([
      { splitPreprocessor: { prefix: ' ', fromVariable: 'string-a' } }, { loggingPreprocessor: { message: ' a  b ', name: 'n' } },
    ]);
  });

  test.each([
    ['the manual\'s name for the cache duration', configuration('<jwks-cache-duration>1</jwks-cache-duration>'), 'HIVEMQ_ELEMENT_MISNAMED', 'the element is called jwks-default-cache-duration'],
    ['the manual\'s name for the trust store', configuration('<ssl-trust-store>x</ssl-trust-store>'), 'HIVEMQ_ELEMENT_MISNAMED', 'the element is called tls-trust-store'],
    ['the manual\'s name for the user', configuration('<simple-auth><user-name>x</user-name><password>${ENV:A}</password></simple-auth>'), 'HIVEMQ_ELEMENT_MISNAMED', 'the element is called username'],
    ['a realm as an attribute', pipeline('<jwt-authentication-manager realm="a"/><allow-all-authorization-manager/>'), 'HIVEMQ_ELEMENT_MISNAMED', 'the realm is a child element'],
    ['a manager that does not exist', pipeline('<allow-all-authentication-manager/><jwt-authorization-manager/>'), 'HIVEMQ_ELEMENT_MISNAMED', 'claims become rights by a jwt-preprocessor'],
    ['an element that the schema lacks', wrap('<secrets/>'), 'HIVEMQ_ELEMENT_UNKNOWN', 'is not an element of the extension\'s schema 4.36.0; here stand runtime, access-log, realms'],
    ['an element in a text', realm('<name><b/></name>'), 'HIVEMQ_ELEMENT_UNKNOWN', 'no element may stand here'],
    ['an element in a container', wrap('<realms><realm/></realms>'), 'HIVEMQ_ELEMENT_UNKNOWN', 'here stand jwt-realm'],
    ['a manager that another pipeline has', wrap('<pipelines><rest-api-pipeline listener="ALL"><ldap-authentication-manager/><allow-all-authorization-manager/></rest-api-pipeline></pipelines>'), 'HIVEMQ_ELEMENT_UNKNOWN', 'ldap-authentication-manager is not'],
    ['an attribute that the schema lacks', pipeline(MANAGERS, ' listener="ALL" enabled="true"'), 'HIVEMQ_ATTRIBUTE_UNKNOWN', '/@enabled is not an attribute of this element'],
    ['a namespace', wrap('', ' xmlns="https://example.com"'), 'HIVEMQ_ATTRIBUTE_UNKNOWN', '/@xmlns is not an attribute'],
    ['an element twice', realm('<name>a</name><name>b</name><enabled>true</enabled>'), 'HIVEMQ_ELEMENT_REPEATED', 'where only one is allowed'],
    ['two managers', pipeline(`<jwt-authentication-manager/>${MANAGERS}`), 'HIVEMQ_ELEMENT_REPEATED', 'allow-all-authentication-manager stands beside another'],
    ['a realm in another order', realm('<enabled>true</enabled><name>a</name>'), 'HIVEMQ_ELEMENT_ORDER', 'name stands behind its place; the order here is name, enabled, configuration'],
    ['a pipeline in another order', pipeline('<allow-all-authorization-manager/><allow-all-authentication-manager/>'), 'HIVEMQ_ELEMENT_ORDER', 'stands behind its place'],
    ['text between elements', wrap('oops'), 'HIVEMQ_TEXT_UNEXPECTED', 'holds text where only elements may stand'],
    ['a boolean that is none', realm('<name>a</name><enabled>yes</enabled>'), 'HIVEMQ_VALUE_UNREADABLE', 'enabled must be true or false, got "yes"'],
    ['a number that is none', configuration('<jwks-default-cache-duration>${ENV:TTL}</jwks-default-cache-duration>'), 'HIVEMQ_VALUE_UNREADABLE', 'must be a number, got "${ENV:TTL}"'],
    ['a strategy without word', pipeline('<chain-authentication-manager><strategy/></chain-authentication-manager><allow-all-authorization-manager/>'), 'HIVEMQ_VALUE_UNREADABLE', 'must hold exactly one empty element'],
    ['another schema', wrap('', ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="other.xsd"'), 'HIVEMQ_SCHEMA_LOCATION', 'must be "config.xsd", got "other.xsd"'],
    ['another version', wrap('', ' version="2"'), 'HIVEMQ_SCHEMA_LOCATION', 'must be "1", got "2"'],
    ['no XML', 'jwks-endpoint = x', 'HIVEMQ_XML_UNREADABLE', 'is not well-formed XML'],
    ['a DOCTYPE', `<!DOCTYPE a>${wrap('')}`, 'HIVEMQ_XML_UNREADABLE', 'has a DOCTYPE'],
    ['another root', '<hivemq/>', 'HIVEMQ_FILE_UNKNOWN', 'must begin with the element enterprise-security-extension, got "hivemq"'],
  ])('reports %s', (_name, text, rule, message) => {
    const found = findingsOf(text);
    expect(found).toEqual([expect.stringContaining(message)]);
    expect(found[0]).toMatch(new RegExp(`\\[${rule}\\]$`));
    expect(found[0]).toMatch(/^config\.xml/);
  });

  test('tells file, line and element', () => {
    expect(findingsOf('<enterprise-security-extension>\n<realms>\n<jwt-realm>\n<nmae>a</nmae></jwt-realm></realms></enterprise-security-extension>')[0])
      .toMatch(/^config\.xml:4 enterprise-security-extension\/realms\/jwt-realm\/nmae is not an element/);
  });

  test.each([
    ['enterprise-security-extension.xml', '4.36', 'is not read by HiveMQ 4.36'],
    ['config.xml', '4.14', 'is not read by HiveMQ 4.14'],
    ['hivemq.xml', '4.36', 'is not a file of the extension'],
  ])('reports %s for HiveMQ %s', (name, version, message) => {
    expect(findingsOf(wrap(''), name, version)).toEqual([expect.stringContaining(message)]);
  });

  test('reports two configurations when it cannot tell which is read', () => {
    const files = { 'config.xml': wrap(''), 'enterprise-security-extension.xml': wrap('') };
    expect(parseHiveMq(files, undefined).findings.map((found) => found.message)).toEqual(['stands beside config.xml, and only one of them is read']);
  });

  test('reads a file realm alone', () => {
    const text = '<ese-file-realm><mqtt><users><user><name>a</name><roles><role>r</role></roles><permissions><permission><topic>#</topic>'
      + '<activity>ALL</activity><qos>ONE</qos></permission></permissions></user></users></mqtt></ese-file-realm>';
    expect(parseHiveMq({ 'ese-file-realm.xml': text }, '4.36')).toEqual({ findings: [], settings: { config: {}, fileRealm: { mqtt: { users: [{
      name: 'a', roles: ['r'], permissions: [{ topic: '#', activity: 'ALL', qos: 'ONE', retain: 'NOT_RETAINED', sharedSubscription: 'NOT_SHARED', sharedGroup: '' }],
    }] } } } });
  });

  test('gives no settings when a file cannot be read', () => {
    expect(parseHiveMq({ 'config.xml': wrap(''), 'ese-file-realm.xml': '<' }, '4.36').settings).toBeUndefined();
  });

  test('shows no secret of a broken file', () => {
    const found = findingsOf(configuration('<simple-auth><username>a</username><password>hunter2<b/></password></simple-auth>'));
    expect(found).toHaveLength(1);
    expect(found[0]).not.toContain('hunter2');
  });

  test('never throws, whatever it is given', () => {
    const piece = fc.constantFrom('<realms>', '</realms>', '<jwt-realm>', '</jwt-realm>', '<name>', '</name>', 'a', '<pipelines/>', '<strategy>', '</strategy>', '<runtime>', '</runtime>', '<iss> </iss>', '&lt;', ' ');
    fc.assert(fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const { findings, settings } = parseHiveMq({ 'config.xml': wrap(pieces.join('')), 'ese-file-realm.xml': pieces.join('') }, '4.36');
      expect(findings.length > 0 || settings !== undefined).toBe(true);
    }), { numRuns: 500 });
  });
});
