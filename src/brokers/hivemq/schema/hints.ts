/*
 * Names that people write and the extension's schema 4.36.0 does not know. The first three stand in the vendor's own overview
 * (docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html), which differs from the schema that is shipped.
 */
const HINTS: { readonly [name: string]: string | undefined } = {
  'jwks-cache-duration': 'is not in the schema; the element is called jwks-default-cache-duration',
  'ssl-trust-store': 'is not in the schema; the element is called tls-trust-store',
  'user-name': 'is not in the schema; the element is called username',
  '@realm': 'is not in the schema; the realm is a child element, <realm>name</realm>',
  'jwt-authorization-manager': 'does not exist; claims become rights by a jwt-preprocessor and a file-, sql- or ldap-authorization-manager',
};

/** What to write instead, for a name that is often written wrongly. */
export function hintFor(name: string): string | undefined {
  return HINTS[name];
}
