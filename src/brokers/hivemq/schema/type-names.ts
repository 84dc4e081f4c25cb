import { VARIABLE_TYPES } from './preprocessor-shapes';
import { Field, isScalar, Shape } from './shape';
import { SimpleType } from './simple-types';

/*
 * Names of the types of the vendor's schemas (config.xsd and ese-file-realm.xsd of 4.36.0). A document may name a type in xsi:type: that
 * of the element itself, or one that is derived from it.
 */

/** Elements whose type is called after them. */
const NAMED_AFTER = /^(?!chain-)([a-z0-9-]+-(?:realm|pipeline|preprocessor|manager|extraction))$/;

/** By the end of the path; the first that fits. */
const COMPLEX_TYPES: readonly (readonly [end: string, name: string])[] = [
  ['enterprise-security-extension/runtime', 'runtimeEntity'],
  ['access-log', 'accessLogEntity'],
  ['sql-realm/configuration', 'dbConfigurationEntity'],
  ['jwt-realm/configuration', 'jwtConfigurationEntity'],
  ['ldap-realm/configuration', 'ldapConfigurationEntity'],
  ['file-realm/configuration', 'fileConfigurationEntity'],
  ['oauth-realm/configuration', 'oauthConfigurationEntity'],
  ['configuration/tls', 'tlsEntity'],
  ['circuit-breaker', 'circuitBreaker'],
  ['count-executions-based', 'circuitBreakerCountExecutionsBasedThreshold'],
  ['count-time-based', 'circuitBreakerCountTimeBasedThreshold'],
  ['percentage-time-based', 'circuitBreakerPercentageTimeBasedThreshold'],
  ['tls/keystore', 'keystoreEntity'],
  ['keystore', 'oidcKeystore'],
  ['truststore', 'truststoreEntity'],
  ['tls-trust-store', 'trustStoreEntity'],
  ['introspection-endpoint', 'introspection-endpoint'],
  ['simple-auth', 'simpleAuthEntity'],
  ['ldap-server', 'ldapServer'],
  ['simple-bind', 'ldapSimpleBindEntity'],
  ['on-tls-handshake', 'onTlsHandshakeRevocationCheckEntity'],
  ['plain-preprocessor/transformations/transformation', 'plainTransformationEntity'],
  ['letter-case-preprocessor/transformations/transformation', 'letterCasePreprocessorTransformationEntity'],
  ['custom-settings', 'CustomSettings'],
  ['custom-setting', 'CustomSettingEntity'],
  ['chain-authentication-manager/strategy', 'chainAuthenticationManagerStrategyEntity'],
  ['chain-authorization-manager/strategy', 'chainAuthorizationManagerStrategyEntity'],
  ['jwt-authentication-manager/jwt-validation', 'validation'],
  ['oauth-authentication-manager/jwt-validation', 'oauthValidation'],
  ['exp-grace', 'expGrace'],
  ['enable-introspection', 'enable-introspection'],
  ['reserved-claims', 'reservedClaims'],
  ['scope', 'scope'],
  ['custom-claims/claim', 'customClaim'],
  ['ese-file-realm/mqtt', 'mqttEntity'],
  ['mqtt/users/user', 'mqttUserEntity'],
  ['mqtt/roles/role', 'mqttRoleEntity'],
  ['permission', 'mqttPermissionEntity'],
  ['ese-file-realm/control-center', 'controlCenterEntity'],
  ['control-center/users/user', 'ccUserEntity'],
  ['control-center/roles/role', 'ccRoleEntity'],
  ['ese-file-realm/rest-api', 'restApiEntity'],
  ['rest-api/users/user', 'restApiUserEntity'],
  ['rest-api/roles/role', 'restApiRoleEntity'],
  ['user/password', 'encodedString'],
  ['salt', 'encodedString'],
];

/** The name of an element's complex type, by the element's path; undefined where the type has none. */
export function complexTypeName(path: string): string | undefined {
  const element = path.slice(path.lastIndexOf('/') + 1);
  if (NAMED_AFTER.test(element)) {
    return `${element.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}Entity`;
  }
  return COMPLEX_TYPES.find(([end]) => `/${path}`.endsWith(`/${end}`))?.[1];
}

/** Types with a text, by name: simple ones, and complex ones that add attributes. */
export interface NamedTypes {
  readonly simple: ReadonlyMap<string, SimpleType>;
  readonly withAttributes: ReadonlyMap<string, Shape>;
}

/** The named types that a document of the shape may name on an element with a text. */
export function namedTypes(root: string, of: Shape): NamedTypes {
  const simple = new Map<string, SimpleType>();
  const withAttributes = new Map<string, Shape>();
  const seen = new Set<Shape>();
  const walk = (shape: Shape, path: string): void => {
    if (seen.has(shape)) {
      return;
    }
    seen.add(shape);
    for (const field of Object.values(shape.fields)) {
      collect(field, `${path}/${field.name}`);
    }
  };
  const collect = (field: Field & { readonly name: string }, path: string): void => {
    if ('scalar' in field && field.scalar.schema.name !== undefined && !field.scalar.schema.name.startsWith('xs:')) {
      simple.set(field.scalar.schema.name, field.scalar.schema);
    }
    const content = field.place === 'list' ? field.content : 'shape' in field ? field.shape : undefined;
    if (content === undefined || isScalar(content)) {
      return;
    }
    const name = complexTypeName(path);
    if (name !== undefined && Object.values(content().fields).some(({ place }) => place === 'text')) {
      withAttributes.set(name, content());
    }
    walk(content(), field.place === 'inline' ? path.slice(0, path.lastIndexOf('/')) : field.place === 'list' ? `${path}/${field.item}` : path);
  };
  walk(of, root);
  if (simple.has('ese-variable')) {
    VARIABLE_TYPES.forEach((type) => simple.set(type.name!, type));
  }
  return { simple, withAttributes };
}
