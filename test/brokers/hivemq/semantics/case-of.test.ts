import { HIVEMQ } from '../../../../src/brokers/hivemq/core';
import { caseOf } from '../../../../src/brokers/hivemq/semantics/case-of';

const REALM = 'ese-file-realm.xml';

test.each(['config.xml', 'enterprise-security-extension.xml'])('%s and the file realm are the case', (name) => {
  expect(caseOf({ files: { [name]: '<a/>', [REALM]: '<b/>' }, open: [], stated: { allowAllExtension: false } })).toEqual({
    readings: [{ label: 'as written', parts: { settings: '<a/>', fileRealm: '<b/>', allowAllExtension: false } }], warnings: [],
  });
});

test('a file realm with values of apply is left open, a configuration with such is an error', () => {
  expect(caseOf({ files: { 'config.xml': '<a/>' }, open: [REALM], stated: {} })).toEqual({
    readings: [{ label: 'as written', parts: { settings: '<a/>', fileRealm: undefined, allowAllExtension: undefined } }],
    warnings: [{ rule: 'PREVIEW_RIGHTS_AT_APPLY', message: `${REALM} holds values that are known only at apply, so what the client may do is not known` }],
  });
  expect(() => caseOf({ files: {}, open: ['enterprise-security-extension.xml'], stated: {} })).toThrow('enterprise-security-extension.xml holds values');
});

test.each<[boolean | undefined, object]>([
  [true, { allowAllExtension: false }], [false, { allowAllExtension: true }], [undefined, {}],
])('the allow-all extension is off: %s', (allowAllExtensionDisabled, stated) => {
  expect(HIVEMQ.stated!({ config: {}, allowAllExtensionDisabled })).toEqual(stated);
});
