import { decodeClaims } from '../engine/token-check';

/** What a broker expects of a client besides the token. */
interface Habits {
  /** The claim whose value the user name must be; undefined where the broker takes any name. */
  readonly userNameClaim?: string;
  readonly mqttVersion: MqttVersion;
}

/** A version of MQTT. */
export type MqttVersion = '3.1.1' | '5';

/** MQTT 5 tells more of a refusal, so it is spoken wherever the broker knows it. */
const USUAL: Habits = { mqttVersion: '5' };

const HABITS: { readonly [kind: string]: Habits } = {
  // Speaks 3.1.1 alone, and ignores the user name. Source: cloudamqp/lavinmq src/lavinmq/mqtt, src/lavinmq/auth/jwt.
  lavinmq: { mqttVersion: '3.1.1' },
  // With matchUsernameToSubject the user name must equal `sub`; with the default any will do.
  // Source: Cedalo, "JWT Authentication" (docs.cedalo.com/mosquitto/security/clients/mosquitto-jwt-auth).
  mosquitto: { mqttVersion: '5', userNameClaim: 'sub' },
};

/** For brokers that take any user name; no colon, before which LavinMQ looks for a vhost. */
const ANY_USER_NAME = 'broker-oauth';

/** The user name that a spec may give. */
export interface NamedUser {
  readonly username?: string;
  /** The claim of the token whose value is the user name. */
  readonly usernameClaim?: string;
}

/** The user name to send along with a token. */
export function userNameFor(kind: string, token: string, { username, usernameClaim }: NamedUser): string {
  if (username !== undefined) {
    return username;
  }
  const claim = usernameClaim ?? HABITS[kind]?.userNameClaim;
  const value = claim === undefined ? undefined : decodeClaims(token)?.[claim];
  return typeof value === 'string' && value !== '' ? value : ANY_USER_NAME;
}

/** The version of MQTT to speak where a spec names none. */
export function mqttVersionFor(kind: string): MqttVersion {
  return (HABITS[kind] ?? USUAL).mqttVersion;
}
