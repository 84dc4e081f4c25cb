import { describeWithProviderSchemas, schemaProblems } from './provider-schemas';

describeWithProviderSchemas('the check against real provider schemas', () => {
  test.each([
    ['a fitting resource', { resource: { null_resource: { a: { triggers: { b: 'c' }, depends_on: ['x.y'] } } } }, []],
    ['an unknown type', { resource: { no_such: { a: {} } } }, ['no_such.a: no provider schema']],
    ['an unknown attribute', { resource: { null_resource: { a: { trigger: {} } } } }, ['null_resource.a.trigger: no such attribute']],
    ['a read-only attribute', { resource: { null_resource: { a: { id: 'x' } } } }, ['null_resource.a.id: read-only']],
    ['a wrong type', { resource: { null_resource: { a: { triggers: ['x'] } } } }, ['null_resource.a.triggers: ["x"] is not ["map","string"]']],
    ['missing arguments', { resource: { cloudamqp_oauth2_configuration: { a: { instance_id: 1, issuer: 'x' } } } },
      ['cloudamqp_oauth2_configuration.a.resource_server_id: required']],
  ])('tells %s', (_, json, expected) => {
    expect(schemaProblems(json)).toEqual(expected);
  });
});
