import { readsConfigXml } from './version';

/** The extension's configuration since HiveMQ 4.15. */
export const CONFIG_FILE = 'config.xml';
/** The extension's configuration before HiveMQ 4.15. */
export const OLD_CONFIG_FILE = 'enterprise-security-extension.xml';
/** The file realm's document. */
export const FILE_REALM_FILE = 'ese-file-realm.xml';

/**
 * Name of the configuration file that a broker of the version reads.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/getting-started.html
 */
export function configFileOf(version: string | undefined): string {
  return readsConfigXml(version) === false ? OLD_CONFIG_FILE : CONFIG_FILE;
}

/** Name of the vendor's schema beside a file: the same with `.xsd`. */
export function schemaOf(file: string): string {
  return file.replace(/\.xml$/, '.xsd');
}
