/*
 * Documents of the extension, as short as its schemas allow.
 */

/** What tests change in a configuration. */
export interface ConfigParts {
  /** Content of `jwt-validation`. */
  readonly validation?: string;
  /** Content of `authorization-preprocessors`. */
  readonly steps?: string;
  /** The authorization manager. */
  readonly authorization?: string;
}

export const FILE_AUTHORIZATION = '<file-authorization-manager><realm>topics</realm><use-authorization-key>true</use-authorization-key>' +
  '<use-authorization-role-key>false</use-authorization-role-key></file-authorization-manager>';

/** A configuration with one pipeline that judges tokens. */
export function config({ validation = '', steps = '', authorization = '<allow-all-authorization-manager/>' }: ConfigParts = {}): string {
  const before = steps === '' ? '' : `<authorization-preprocessors>${steps}</authorization-preprocessors>`;
  return '<enterprise-security-extension><realms>' +
    '<jwt-realm><name>idp</name><enabled>true</enabled><configuration><jwks-endpoint>https://idp.example/keys</jwks-endpoint></configuration></jwt-realm>' +
    '<file-realm><name>topics</name><enabled>true</enabled><configuration><file-path>conf/ese-file-realm.xml</file-path></configuration></file-realm>' +
    '</realms><pipelines><listener-pipeline listener="ALL">' +
    `<jwt-authentication-manager><realm>idp</realm><jwt-validation>${validation}</jwt-validation></jwt-authentication-manager>` +
    `${before}${authorization}</listener-pipeline></pipelines></enterprise-security-extension>`;
}

/** A step that copies a claim to the user's name. */
export function copyClaim(claim: string): string {
  return '<jwt-preprocessor prefix="" postfix=""><source>mqtt-password</source><jwt-extractions><jwt-extraction>' +
    `<jwt-claim>${claim}</jwt-claim><ese-variable>authorization-key</ese-variable></jwt-extraction></jwt-extractions></jwt-preprocessor>`;
}

/** A file realm of one user with these permissions, each the content of a `permission`. */
export function fileRealm(name: string, permissions: readonly string[]): string {
  const listed = permissions.map((one) => `<permission>${one}</permission>`).join('');
  return `<ese-file-realm><mqtt><users><user><name>${name}</name><permissions>${listed}</permissions></user></users></mqtt></ese-file-realm>`;
}
