/*
 * A case: one question to a broker. The same object stands in a file, in a line of a batch and in a suite of expectations.
 * All times are seconds since the epoch.
 */

/** Any JSON value as `JSON.parse` gives it. */
export type JsonData = null | boolean | number | string | readonly JsonData[] | { readonly [name: string]: JsonData };

/** A JSON object as `JSON.parse` gives it. */
export type JsonMembers = { readonly [name: string]: JsonData };

/** Whether a value is a JSON object. */
export function isMembers(value: JsonData | undefined): value is JsonMembers {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** How the client speaks to the broker. */
export type Protocol = 'amqp' | 'mqtt' | 'http';

/** A token before it is encoded. */
export interface OpenToken {
  readonly header: JsonMembers;
  readonly claims: JsonMembers;
}

/** The key set as served; `maxAge` is that of the response's `Cache-Control`, absent where it is not known. */
export interface ServedKeys {
  readonly keys: JsonData;
  readonly maxAge?: number;
}

/** An endpoint that cannot be reached, and since when. */
export interface UnreachableKeys {
  readonly reachable: false;
  /** Whether it could be reached when the broker started (`login`: it could) or not even then (`start`). */
  readonly at?: 'start' | 'login';
}

/** The discovery document as served. */
export interface ServedDiscovery {
  readonly document?: JsonData;
  readonly status?: number;
}

/** What an endpoint of the identity provider would answer. */
export type EndpointAnswer =
  | { readonly reachable?: true; readonly status?: number; readonly body?: JsonData; readonly delayMs?: number }
  | { readonly reachable: false };

/** What a client wants to do, in the broker's own words. */
export interface AskedAction {
  readonly action: string;
  readonly vhost?: string;
  readonly resource?: string;
  readonly qos?: number;
  readonly retain?: boolean;
  /** The group of a shared subscription. */
  readonly share?: string;
  readonly host?: string;
}

/** One question: would this broker, with these settings, at this time, let this token in, and what might it do? */
export interface PreviewCase {
  readonly id?: string;
  readonly broker: string;
  readonly brokerVersion?: string;
  readonly now: number;
  /** Absent at most where the broker's semantics say so (`judgesWithoutSettings`), which then look. */
  readonly settings: string | JsonMembers;
  readonly fileRealm?: string;
  readonly dynamicSecurity?: JsonData;
  readonly acls?: readonly JsonMembers[];
  readonly plugins?: readonly string[];
  readonly allowAnonymous?: boolean;
  readonly allowAllExtension?: boolean;
  readonly target?: 'aiven' | 'self-managed';
  readonly protocol?: Protocol;
  readonly token?: string | OpenToken;
  readonly signature?: 'valid' | 'invalid';
  readonly username?: string;
  readonly password?: string;
  readonly mqttClientId?: string;
  readonly authenticatedAs?: string;
  readonly jwks?: ServedKeys | UnreachableKeys;
  readonly discovery?: ServedDiscovery;
  readonly introspection?: EndpointAnswer;
  readonly revocation?: EndpointAnswer;
  readonly can?: readonly (string | AskedAction)[];
}
