import * as path from 'node:path';
import * as fc from 'fast-check';
import { anyConfig, anyFileRealm } from './arbitrary';
import { settings } from './samples';
import { mergeHiveMq } from '../../../src/brokers/hivemq/merge/merge';
import { parseHiveMq } from '../../../src/brokers/hivemq/parse';
import { renderHiveMq } from '../../../src/brokers/hivemq/render';
import { HiveMqConfig, HiveMqFileRealmDocument, HiveMqMqttUser } from '../../../src/brokers/hivemq/settings';
import { plainText } from '../../../src/text/template';
import { validateAll, whyNoValidation } from '../../support/xsd';

const BEGIN = '<!-- begin cdktf-broker-oauth -->';
const END = '<!-- end cdktf-broker-oauth -->';
const BLOCK = new RegExp(`(\\r?\\n)?[ \\t]*${BEGIN}[\\s\\S]*?${END}`, 'g');

function configOf(config: HiveMqConfig): string {
  return plainText(renderHiveMq({ config }, '4.36')[0].text)!;
}

function realmOf(fileRealm: HiveMqFileRealmDocument): string {
  return plainText(renderHiveMq({ config: {}, fileRealm }, '4.36')[1].text)!;
}

function usersOf(...users: readonly HiveMqMqttUser[]): string {
  return realmOf({ mqtt: { users: [...users] } });
}

function merged(name: string, existing: string | undefined, ours: string): string {
  const { text, problem } = mergeHiveMq(name, existing, ours);
  expect(problem).toBeUndefined();
  return text!;
}

const FOREIGN = `<?xml version="1.0" encoding="UTF-8"?>
<!-- kept -->
<enterprise-security-extension   version="1">
    <realms>
        <sql-realm><name>people</name><enabled>true</enabled></sql-realm>  <!-- mine -->
    </realms>
</enterprise-security-extension><!-- end -->
`;

describe('merging config.xml', () => {
  const ours = configOf(settings().config);

  test('without a file gives ours', () => {
    expect(mergeHiveMq('config.xml', undefined, ours)).toEqual({ text: ours });
  });

  test('of ours into itself changes nothing', () => {
    expect(mergeHiveMq('config.xml', ours, ours)).toEqual({ text: ours });
  });

  test('puts our elements behind those of others and makes what is missing', () => {
    const small = configOf({
      accessLog: { enabled: true },
      realms: [{ fileRealm: { name: 'topics', enabled: true, configuration: { filePath: 'x' } } }],
      pipelines: [{ listenerPipeline: { listener: 'ALL', authenticationManager: { allowAllAuthenticationManager: {} }, authorizationManager: { allowAllAuthorizationManager: {} } } }],
    });
    expect(merged('config.xml', FOREIGN, small)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!-- kept -->
<enterprise-security-extension   version="1">
    <realms>
        <sql-realm><name>people</name><enabled>true</enabled></sql-realm>  <!-- mine -->
      ${BEGIN}
    <file-realm>
      <name>topics</name>
      <enabled>true</enabled>
      <configuration>
        <file-path>x</file-path>
      </configuration>
    </file-realm>
    ${END}
    </realms>
  ${BEGIN}
  <access-log>
    <enabled>true</enabled>
  </access-log>
  ${END}
  <pipelines>
    ${BEGIN}
    <listener-pipeline listener="ALL">
      <allow-all-authentication-manager/>
      <allow-all-authorization-manager/>
    </listener-pipeline>
    ${END}
  </pipelines>
</enterprise-security-extension><!-- end -->
`);
  });

  test('replaces what was ours and takes out what is ours no more', () => {
    const first = merged('config.xml', FOREIGN, ours);
    const second = merged('config.xml', first, configOf({ realms: [{ jwtRealm: { name: 'other', enabled: true } }] }));
    expect(second).not.toContain('>idp<');
    expect(second).toContain('>other<');
    expect(merged('config.xml', second, configOf({}))).toBe(FOREIGN.replace('</realms>\n', '</realms>\n  <pipelines>\n  </pipelines>\n'));
  });

  test('keeps Windows line ends, a byte order mark and characters outside the basic plane', () => {
    const foreign = `\ufeff${FOREIGN.replace('mine', '😀 ü').replace(/\n/g, '\r\n')}`;
    const result = merged('config.xml', foreign, ours);
    expect(result.replace(/\r\n/g, '')).not.toContain('\n');
    expect(merged('config.xml', result, configOf({})).replace(/ *<pipelines>\r\n *<\/pipelines>\r\n/, '')).toBe(foreign);
  });

  test.each([
    ['an empty element', '<enterprise-security-extension/>'],
    ['empty containers', '<enterprise-security-extension><realms/><pipelines></pipelines></enterprise-security-extension>'],
  ])('fills %s', (_name, foreign) => {
    const result = merged('config.xml', foreign, ours);
    expect(parseHiveMq({ 'config.xml': result }, '4.36')).toEqual(parseHiveMq({ 'config.xml': ours }, '4.36'));
    expect(merged('config.xml', result, ours)).toBe(result);
  });

  test.each([
    ['not well-formed', '<enterprise-security-extension>', 'HIVEMQ_XML_UNREADABLE', 'is not well-formed XML'],
    ['with a DOCTYPE', '<!DOCTYPE a><enterprise-security-extension/>', 'HIVEMQ_XML_UNREADABLE', 'has a DOCTYPE'],
    ['of another root', '<ese-file-realm/>', 'HIVEMQ_FILE_UNKNOWN', 'must begin with the element enterprise-security-extension'],
    ['of another namespace', '<enterprise-security-extension xmlns="x"/>', 'HIVEMQ_FILE_UNKNOWN', 'in no namespace'],
    ['with half a pair of markers', FOREIGN.replace('<realms>', `<realms>${BEGIN}`), 'HIVEMQ_MERGE_MARKERS', 'are not one pair'],
    ['with markers in reverse', FOREIGN.replace('<realms>', `<realms>${END}${BEGIN}`), 'HIVEMQ_MERGE_MARKERS', 'are not one pair'],
    ['with two pairs', FOREIGN.replace('<realms>', `<realms>${BEGIN}${END}${BEGIN}${END}`), 'HIVEMQ_MERGE_MARKERS', 'are not one pair'],
    ['with markers elsewhere', FOREIGN.replace('<sql-realm>', `<sql-realm>${BEGIN}${END}`), 'HIVEMQ_MERGE_MARKERS', 'where ours never stand'],
    ['with a realm of our name', FOREIGN.replace('people', 'idp'), 'HIVEMQ_MERGE_CLASH', 'clashes with ours: name idp'],
    ['with a pipeline for a listener that is ours too', pipelineFor('tls'), 'HIVEMQ_MERGE_CLASH', 'listener-pipeline of listener ALL'],
    ['with a manager of our realm\'s name', pipelineFor('x').replace('<allow-all-authentication-manager/>', '<allow-all-authentication-manager name="topics"/>')
      .replace('listener-pipeline', 'rest-api-pipeline').replace('/listener-pipeline', '/rest-api-pipeline'), 'HIVEMQ_MERGE_CLASH', 'name topics'],
  ])('refuses a file %s', (_name, foreign, rule, message) => {
    const { problem, text } = mergeHiveMq('config.xml', foreign, ours);
    expect(text).toBeUndefined();
    expect(problem).toMatchObject({ rule, message: expect.stringContaining(message) });
  });

  test('refuses a second access log', () => {
    const foreign = '<enterprise-security-extension><access-log/></enterprise-security-extension>';
    expect(mergeHiveMq('config.xml', foreign, configOf({ accessLog: {} })).problem).toMatchObject({ rule: 'HIVEMQ_MERGE_CLASH', message: expect.stringContaining('element access-log') });
  });

  test('refuses to leave a foreign manager without its realm', () => {
    const shared = pipelineFor('tls').replace('<allow-all-authorization-manager/>', '<file-authorization-manager><realm>topics</realm></file-authorization-manager>');
    const realm = (name: string) => configOf({ realms: [{ fileRealm: { name, enabled: true, configuration: { filePath: 'x' } } }] });
    const first = merged('config.xml', shared, realm('topics'));
    expect(mergeHiveMq('config.xml', first, realm('renamed')).problem).toMatchObject({ rule: 'HIVEMQ_MERGE_REFERENCE', message: expect.stringContaining('"topics"') });
  });

  test('refuses a file of another name, and ours when it cannot be read', () => {
    expect(mergeHiveMq('other.xml', undefined, ours).problem).toMatchObject({ rule: 'HIVEMQ_FILE_UNKNOWN' });
    expect(mergeHiveMq('config.xml', undefined, '<a>').problem).toMatchObject({ rule: 'HIVEMQ_XML_UNREADABLE' });
  });
});

function pipelineFor(listener: string): string {
  return `<enterprise-security-extension><pipelines><listener-pipeline listener="${listener}"><allow-all-authentication-manager/>`
    + '<allow-all-authorization-manager/></listener-pipeline></pipelines></enterprise-security-extension>';
}

describe('merging ese-file-realm.xml', () => {
  const FOREIGN_REALM = '<ese-file-realm>\n\t<mqtt>\n\t\t<users>\n\t\t\t<user><name>admin</name></user>\n\t\t</users>\n\t</mqtt>\n</ese-file-realm>';

  test('marks our users among those of others', () => {
    expect(merged('ese-file-realm.xml', FOREIGN_REALM, usersOf({ name: 'orders' }))).toBe(
      '<ese-file-realm>\n\t<mqtt>\n\t\t<users>\n\t\t\t<user><name>admin</name></user>\n\t\t  '
      + `${BEGIN}\n      <user>\n        <name>orders</name>\n      </user>\n      ${END}\n\t\t</users>\n\t</mqtt>\n</ese-file-realm>`,
    );
  });

  test('makes sections that are missing, users and roles in one', () => {
    const ours = realmOf({ mqtt: { roles: [{ id: 'r' }] }, restApi: { users: [{ name: 'u' }], roles: [{ id: 'r' }] } });
    const result = merged('ese-file-realm.xml', FOREIGN_REALM, ours);
    expect(result.match(/<rest-api>/g)).toHaveLength(1);
    expect(parseHiveMq({ 'ese-file-realm.xml': result }, '4.36').settings!.fileRealm).toEqual({
      mqtt: { users: [{ name: 'admin' }], roles: [{ id: 'r' }] }, restApi: { users: [{ name: 'u' }], roles: [{ id: 'r' }] },
    });
    expect(merged('ese-file-realm.xml', result, ours)).toBe(result);
  });

  test('takes out users that are ours no more', () => {
    const first = merged('ese-file-realm.xml', FOREIGN_REALM, usersOf({ name: 'a' }, { name: 'b' }));
    expect(merged('ese-file-realm.xml', first, usersOf({ name: 'b' }))).toBe(merged('ese-file-realm.xml', FOREIGN_REALM, usersOf({ name: 'b' })));
    expect(merged('ese-file-realm.xml', first, realmOf({}))).toBe(FOREIGN_REALM);
  });

  test('refuses a user or role that others have', () => {
    expect(mergeHiveMq('ese-file-realm.xml', FOREIGN_REALM, usersOf({ name: 'admin' })).problem)
      .toMatchObject({ rule: 'HIVEMQ_MERGE_CLASH', message: expect.stringContaining('mqtt user admin') });
    const roles = '<ese-file-realm><rest-api><roles><role><id>r</id></role></roles></rest-api></ese-file-realm>';
    expect(mergeHiveMq('ese-file-realm.xml', roles, realmOf({ restApi: { roles: [{ id: 'r' }] } })).problem)
      .toMatchObject({ rule: 'HIVEMQ_MERGE_CLASH', message: expect.stringContaining('rest-api role r') });
    expect(mergeHiveMq('ese-file-realm.xml', roles, realmOf({ mqtt: { roles: [{ id: 'r' }] } })).problem).toBeUndefined();
  });
});

/** A document of somebody else: no markers, other names, odd blanks. */
const layout = fc.record({ lineFeed: fc.constantFrom('\n', '\r\n'), indent: fc.constantFrom('  ', '\t', ''), mark: fc.boolean() });

function foreignText(text: string, { lineFeed, indent, mark }: { lineFeed: string; indent: string; mark: boolean }): string {
  const plain = text.replace(new RegExp(`^[ ]*(${BEGIN}|${END})\\n`, 'gm'), '');
  const laid = plain.replace(/\n( *)(?=<)/g, (_, blanks: string) => `\n${indent.repeat(blanks.length / 2)}`);
  return (mark ? '\ufeff' : '') + laid.replace(/\n/g, lineFeed);
}

/** What is left when our blocks are cut out of a merged text, and containers that hold nothing are dropped from both. */
function foreignLeft(text: string): string {
  const bare = text.replace(BLOCK, '');
  const empty = /\s*<(realms|pipelines|client-certificate-revocation-checks|users|roles|mqtt|rest-api|control-center)(\s*\/>|>\s*<\/\1>)/g;
  return [1, 2, 3].reduce((rest) => rest.replace(empty, ''), bare)
    .replace(/<(enterprise-security-extension|ese-file-realm)([^<]*)\/>\s*$/, '<$1$2></$1>')
    .replace(/\s*<\/(\S+)>\s*$/, '</$1>');
}

describe('merging anything', () => {
  const mine = anyConfig.map((config) => configOf({ ...config, runtime: undefined, pipelines: config.pipelines?.map(onListener('ours')) }).replace(/\bn-(\d+)/g, 'o-$1'));
  const theirs = anyConfig.map((config) => configOf({ ...config, runtime: undefined, accessLog: undefined, pipelines: config.pipelines?.map(onListener('theirs')) }));

  test('keeps every byte of others, and twice is once', () => {
    let refused = 0;
    fc.assert(fc.property(theirs, mine, layout, (foreign, ours, style) => {
      const existing = foreignText(foreign, style);
      const { text, problem } = mergeHiveMq('config.xml', existing, ours);
      if (problem !== undefined) {
        expect(problem.rule).toBe('HIVEMQ_MERGE_CLASH');
        refused += 1;
        return;
      }
      expect(foreignLeft(text!)).toBe(foreignLeft(existing));
      expect(mergeHiveMq('config.xml', text, ours)).toEqual({ text });
    }), { numRuns: 300 });
    // Control Center pipelines and revocation checks of two hands do clash; the rest must not.
    expect(refused).toBeLessThan(290);
  });

  test('of the file realm keeps every byte of others, and twice is once', () => {
    fc.assert(fc.property(anyFileRealm, anyFileRealm, layout, (foreign, ours, style) => {
      const existing = foreignText(realmOf(foreign), style);
      const { text, problem } = mergeHiveMq('ese-file-realm.xml', existing, realmOf(ours));
      if (problem === undefined) {
        expect(foreignLeft(text!)).toBe(foreignLeft(existing));
        expect(mergeHiveMq('ese-file-realm.xml', text, realmOf(ours))).toEqual({ text });
      } else {
        expect(problem.rule).toBe('HIVEMQ_MERGE_CLASH');
      }
    }), { numRuns: 200 });
  });

  const schema = path.resolve(__dirname, '../../../../shared/data/hivemq-ese-4.36.0/config.xsd');
  const reason = whyNoValidation(schema);
  (reason === undefined ? test : test.skip)(`gives documents that fit the vendor's schema${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
    const pairs = fc.sample(fc.tuple(theirs, mine, layout), { numRuns: 150, seed: 3 });
    const texts = pairs.flatMap(([foreign, ours, style]) => mergeHiveMq('config.xml', foreignText(foreign, style), ours).text ?? []);
    expect(texts.length).toBeGreaterThan(20);
    expect(validateAll(schema, texts).flatMap((problem) => problem ?? [])).toEqual([]);
  });
});

function onListener(name: string) {
  let next = 0;
  return (pipeline: object) => Object.fromEntries(Object.entries(pipeline).map(([kind, of]) => [kind, 'listener' in of ? { ...of, listener: `${name}-${(next += 1)}` } : of]));
}
