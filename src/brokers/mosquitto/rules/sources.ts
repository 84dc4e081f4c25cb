/*
 * Where the facts behind the rules are from.
 */

/** The vendor's page on the token plugin. */
export const JWT_PAGE = 'docs.cedalo.com/mosquitto/security/clients/mosquitto-jwt-auth';

/** The manual page of mosquitto.conf. */
export const CONF_MANUAL = 'mosquitto.conf(5), mosquitto.org/man/mosquitto-conf-5.html';

/** A source file of the open-source broker. */
export function brokerSource(file: string): string {
  return `github.com/eclipse-mosquitto/mosquitto v2.1.2 ${file}`;
}
