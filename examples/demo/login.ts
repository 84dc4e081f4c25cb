import { connect, MqttClient } from 'mqtt';

/** How one login went. */
export interface LoginResult {
  readonly outcome: 'accepted' | 'refused' | 'unreachable';
  /** What the node answered. */
  readonly detail: string;
}

const LONGEST_MILLISECONDS = 3_000;

/** Tries to log in with a token as the password, and hangs up. */
export async function login(port: number, username: string, token: string): Promise<LoginResult> {
  const opened = await open(port, username, token);
  if ('outcome' in opened) {
    return opened;
  }
  await opened.endAsync(true);
  return { outcome: 'accepted', detail: 'CONNACK 0' };
}

/** Publishes a message and tells whether the node took it; a node of MQTT 3.1.1 hangs up on a topic it refuses. */
export async function publish(port: number, username: string, token: string, topic: string): Promise<boolean> {
  const client = await open(port, username, token);
  if ('outcome' in client) {
    return false;
  }
  const refused = new Promise<boolean>((resolve) => client.once('close', () => resolve(false)));
  const taken = client.publishAsync(topic, 'hello', { qos: 1 }).then(() => true, () => false);
  const result = await Promise.race([taken, refused]);
  await client.endAsync(true);
  return result;
}

async function open(port: number, username: string, token: string): Promise<MqttClient | LoginResult> {
  const client = connect({
    host: '127.0.0.1', port, username, password: token, protocolVersion: 4, reconnectPeriod: 0, connectTimeout: LONGEST_MILLISECONDS,
  });
  const result = await new Promise<MqttClient | LoginResult>((resolve) => {
    client.once('connect', () => resolve(client));
    client.once('error', (error) => resolve(failure(error as Error & { code?: number | string })));
    client.once('close', () => resolve({ outcome: 'unreachable', detail: 'the connection closed' }));
  });
  if ('outcome' in result) {
    client.end(true);
  }
  return result;
}

/** MQTT 3.1.1 tells a refused login by a return code of the CONNACK packet, everything else is no answer at all. */
function failure(error: Error & { code?: number | string }): LoginResult {
  return typeof error.code === 'number'
    ? { outcome: 'refused', detail: `CONNACK ${error.code}` }
    : { outcome: 'unreachable', detail: error.message };
}
