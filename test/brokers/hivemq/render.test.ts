import { settings, TOKEN, withPermission, withPipeline } from './samples';
import { renderHiveMq } from '../../../src/brokers/hivemq/render';
import { fillTemplate, plainText } from '../../../src/text/template';

describe('renderHiveMq', () => {
  test('writes configuration and file realm, ours between marker comments', () => {
    const [config, realm] = renderHiveMq(settings(), '4.36');
    expect([config.name, realm.name]).toEqual(['config.xml', 'ese-file-realm.xml']);
    expect(plainText(config.text)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<enterprise-security-extension xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="config.xsd" version="1">
  <realms>
    <!-- begin cdktf-broker-oauth -->
    <jwt-realm>
      <name>idp</name>
      <enabled>true</enabled>
      <configuration>
        <jwks-endpoint>https://idp.example/keys</jwks-endpoint>
      </configuration>
    </jwt-realm>
    <file-realm>
      <name>topics</name>
      <enabled>true</enabled>
      <configuration>
        <file-path>conf/ese-file-realm.xml</file-path>
      </configuration>
    </file-realm>
    <!-- end cdktf-broker-oauth -->
  </realms>
  <pipelines>
    <!-- begin cdktf-broker-oauth -->
    <listener-pipeline listener="ALL">
      <jwt-authentication-manager>
        <realm>idp</realm>
        <jwt-validation>
          <reserved-claims>
            <aud>messaging</aud>
            <iss>https://idp.example</iss>
          </reserved-claims>
        </jwt-validation>
      </jwt-authentication-manager>
      <authorization-preprocessors>
        <jwt-preprocessor prefix="" postfix="">
          <source>mqtt-password</source>
          <jwt-extractions>
            <jwt-extraction>
              <jwt-claim>azp</jwt-claim>
              <ese-variable>authorization-key</ese-variable>
            </jwt-extraction>
          </jwt-extractions>
        </jwt-preprocessor>
      </authorization-preprocessors>
      <file-authorization-manager>
        <realm>topics</realm>
        <use-authorization-key>true</use-authorization-key>
        <use-authorization-role-key>false</use-authorization-role-key>
      </file-authorization-manager>
    </listener-pipeline>
    <!-- end cdktf-broker-oauth -->
  </pipelines>
</enterprise-security-extension>
`);
    expect(plainText(realm.text)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<ese-file-realm xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="ese-file-realm.xsd" version="1">
  <mqtt>
    <users>
      <!-- begin cdktf-broker-oauth -->
      <user>
        <name>orders</name>
        <permissions>
          <permission>
            <topic>orders/\${mqtt-clientid}/#</topic>
            <activity>PUBLISH</activity>
            <qos>ALL</qos>
            <retain>NOT_RETAINED</retain>
            <shared-subscription>NOT_SHARED</shared-subscription>
            <shared-group></shared-group>
          </permission>
        </permissions>
      </user>
      <!-- end cdktf-broker-oauth -->
    </users>
  </mqtt>
</ese-file-realm>
`);
  });

  test.each([
    ['4.14', 'enterprise-security-extension.xml', 'enterprise-security-extension.xsd'],
    ['4.15.0', 'config.xml', 'config.xsd'],
    ['4.99', 'config.xml', 'config.xsd'],
    [undefined, 'config.xml', 'config.xsd'],
  ])('for HiveMQ %s the file is %s', (version, name, schema) => {
    const [config] = renderHiveMq(settings(), version);
    expect(config.name).toBe(name);
    expect(plainText(config.text)).toContain(`xsi:noNamespaceSchemaLocation="${schema}"`);
  });

  test('writes both flags of an authorization manager even when nobody set them', () => {
    const [config] = renderHiveMq(withPipeline({ authorizationManager: { sqlAuthorizationManager: { realm: 'x' } } }), '4.36');
    expect(plainText(config.text)).toContain('<use-authorization-key>false</use-authorization-key>\n        <use-authorization-role-key>true</use-authorization-role-key>');
  });

  test('puts elements that are ours as a whole first', () => {
    const [config] = renderHiveMq({ config: { realms: [], accessLog: {}, runtime: '<a/>' } }, '4.36');
    expect(plainText(config.text)).toContain('version="1">\n  <!-- begin cdktf-broker-oauth -->\n  <runtime><a/></runtime>\n  <access-log/>\n  <!-- end cdktf-broker-oauth -->\n</enterprise');
  });

  test('leaves holes for values known only at apply, escaped for their place', () => {
    const [, realm] = renderHiveMq(withPermission({ topic: `a/${TOKEN}` }), '4.36');
    expect(fillTemplate(realm.text, ({ value, encoding }) => `[${value}|${encoding.hcl('x')}]`))
      .toContain(`<topic>[a/${TOKEN}|replace(replace(replace(replace(replace(replace(x, "&", "&amp;")`);
    const [config] = renderHiveMq(withPipeline({ name: TOKEN }), '4.36');
    expect(fillTemplate(config.text, ({ encoding }) => encoding.hcl('x'))).toContain('"\\n", "&#10;")" listener="ALL"');
  });

  test('a list known only at apply is joined by blanks', () => {
    const manager = { realm: 'idp', jwtValidation: { reservedClaims: { iss: ['#{TfToken[TOKEN.3]}'] } } };
    const [config] = renderHiveMq(withPipeline({ authenticationManager: { jwtAuthenticationManager: manager } }), '4.36');
    expect(fillTemplate(config.text, ({ encoding }) => encoding.hcl('x'))).toContain('<iss>replace(replace(replace(replace(replace(replace(join(" ", x), "&", "&amp;")');
  });

  test('the same settings give the same bytes', () => {
    expect(renderHiveMq(settings(), '4.36')).toEqual(renderHiveMq(JSON.parse(JSON.stringify(settings())), '4.36'));
  });
});
