/*
 * Where the rules' facts are from.
 */

/** The extension's manual. */
export const MANUAL = 'https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html';
/** The extension's manual: first steps, file names. */
export const GETTING_STARTED = 'https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/getting-started.html';
/** The vendor's schema of the configuration. */
export const CONFIG_XSD = 'config.xsd of the Enterprise Security Extension 4.36.0';
/** The vendor's schema of the file realm. */
export const FILE_REALM_XSD = 'ese-file-realm.xsd of the Enterprise Security Extension 4.36.0';
/** What XML can hold. */
export const XML = 'XML 1.0, sections 2.2 and 2.11';
/** The vendor's article on Okta, with log lines. */
export const OKTA_ARTICLE = 'HiveMQ blog, "Integrating HiveMQ with Okta" (ESE 1.4.0)';
/** The SDK of customizations: variables and how roles are encoded. */
export const CUSTOMIZATION_SDK = 'hivemq/hivemq-enterprise-security-extension-customization-sdk, EseVariablesInput.java and EseVariablesOutput.java';
/** The vendor's knowledge base on placeholders in permissions. */
export const DYNAMIC_PERMISSIONS = 'https://hivemq.atlassian.net/wiki/spaces/KB/pages/3542646931';
/** The vendor's charts. */
export const CHARTS = 'hivemq/helm-charts, charts/hivemq-platform/values.yaml';
