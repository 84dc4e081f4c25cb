import { randomBytes } from 'node:crypto';
import type { IClientOptions, MqttClient, Packet } from 'mqtt';
import { mqttVersionFor, MqttVersion, userNameFor } from './login-identity';
import { readConnack } from './mqtt-answer';
import { serverText } from './server-text';
import { connectionProblem } from '../connection-problem';
import { LoginCheck, LoginResult } from '../engine/ports';
import { MqttLoginSpec } from '../spec/mqtt-login';
import { readTls } from '../tls-files';
import { World } from '../world';

/** MQTT section 3.1.3.5: a password has a length of two bytes. */
const LONGEST_PASSWORD = 65_535;
/** A login takes a few dozen bytes; a server that sends more is none that can be asked. */
const MOST_BYTES = 64 * 1024;
const GOODBYE_MILLISECONDS = 500;

/**
 * Logs in by MQTT with the token as password.
 *
 * A success counts only when the server goes on talking: after CONNACK it must answer a PINGREQ, since some let everybody in at first
 * and drop the connection once the token is judged.
 */
export class MqttLogin implements LoginCheck {
  readonly target: string;
  private readonly version: MqttVersion;

  constructor(private readonly spec: MqttLoginSpec, private readonly kind: string) {
    this.version = spec.protocolVersion ?? mqttVersionFor(kind);
    const { host, port, tls, webSocketPath } = spec;
    this.target = `mqtt ${this.version}${webSocketPath === undefined ? '' : ' by WebSocket'}${tls === undefined ? '' : ' by TLS'} ${host}:${port}`;
  }

  async login(token: string, timeoutSeconds: number): Promise<LoginResult> {
    const length = Buffer.byteLength(token);
    if (length > LONGEST_PASSWORD) {
      return unclear(`the token has ${length} bytes, a password of MQTT at most ${LONGEST_PASSWORD}`);
    }
    const tls = this.spec.tls === undefined ? undefined : await readTls(this.spec.tls);
    if (tls?.problem !== undefined) {
      return unclear(tls.problem);
    }
    try {
      // Evaluated only where a login by MQTT is asked for; `require` does so in Node, in the bundle and in the tests alike.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { connect } = require('mqtt') as typeof import('mqtt');
      return await converse(() => connect({ ...this.options(token), ...tls?.material }), this.version, token, timeoutSeconds);
    } catch (error) {
      return unclear(connectionProblem(error));
    }
  }

  private options(token: string): IClientOptions {
    const { host, port, tls, webSocketPath, clientId } = this.spec;
    return {
      host,
      port,
      protocol: webSocketPath === undefined ? (tls === undefined ? 'mqtt' : 'mqtts') : (tls === undefined ? 'ws' : 'wss'),
      ...webSocketPath === undefined ? {} : {
        hostname: host.includes(':') ? `[${host}]` : host,
        path: webSocketPath,
        wsOptions: { maxPayload: MOST_BYTES, ...tls?.serverName === undefined ? {} : { servername: tls.serverName } },
      },
      protocolVersion: this.version === '5' ? 5 : 4,
      clientId: clientId ?? checkClientId(),
      username: userNameFor(this.kind, token, this.spec),
      password: token,
      clean: true,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
    };
  }
}

/** Another one for each check, so that no session of a client is taken over; 23 letters and digits, which every server takes. */
export function checkClientId(): string {
  return `brokeroauth${randomBytes(6).toString('hex')}`;
}

/** The maker of the table. */
export function makeMqttLogin(login: MqttLoginSpec, { spec }: World): LoginCheck {
  return new MqttLogin(login, spec.broker.kind);
}

function unclear(detail: string): LoginResult {
  return { outcome: 'unclear', detail };
}

function converse(open: () => MqttClient, version: MqttVersion, token: string, timeoutSeconds: number): Promise<LoginResult> {
  return new Promise((resolve) => {
    let [isIn, received, settled] = [false, 0, false];
    const client = open();
    const settle = (result: LoginResult, politely = false) => {
      if (!settled) {
        settled = true;
        clearTimeout(timer);
        void leave(client, politely).then(() => resolve(result));
      }
    };
    const timer = setTimeout(
      () => settle(unclear(`no ${isIn ? 'PINGRESP' : 'CONNACK'} within ${timeoutSeconds} s${isIn ? ', though CONNACK let the token in' : ''}`)), timeoutSeconds * 1000,
    );
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'connack' && !isIn) {
        const answer = readConnack(version, connackCode(packet));
        isIn = answer.outcome === 'accepted';
        if (isIn) {
          setImmediate(() => settled || client.sendPing());
        } else {
          settle({ outcome: answer.outcome, detail: `${answer.text}${reasonString(packet, token)}` });
        }
      } else if (packet.cmd === 'pingresp' && isIn) {
        settle({ outcome: 'accepted', detail: 'CONNACK 0, and answers' }, true);
      } else if (packet.cmd === 'disconnect') {
        settle(unclear(`DISCONNECT 0x${(packet.reasonCode ?? 0).toString(16).padStart(2, '0')}${isIn ? ' though CONNACK let the token in' : ''}${reasonString(packet, token)}`));
      }
    });
    client.on('error', (error) => settle(unclear(isIn ? `let in, then ${connectionProblem(error)}` : connectionProblem(error))));
    client.on('close', () => settle(unclear(isIn ? 'CONNACK let the token in, then the server closed the connection' : 'the server closed the connection without CONNACK')));
    client.stream.on('data', (bytes: Buffer) => {
      received += bytes.length;
      if (received > MOST_BYTES) {
        settle(unclear(`the server sent more than ${MOST_BYTES} bytes`));
      }
    });
  });
}

/** Ends the connection within bounds: with DISCONNECT where the server is well-behaved, else at once. */
async function leave(client: MqttClient, politely: boolean): Promise<void> {
  if (politely) {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, GOODBYE_MILLISECONDS);
      client.end(false, {}, () => {
        clearTimeout(timer);
        done();
      });
    });
  }
  client.end(true);
  client.stream.destroy();
}

function connackCode(packet: Packet): number {
  const { reasonCode, returnCode } = packet as { readonly reasonCode?: number; readonly returnCode?: number };
  return reasonCode ?? returnCode ?? -1;
}

function reasonString(packet: Packet, token: string): string {
  const text = (packet as { readonly properties?: { readonly reasonString?: unknown } }).properties?.reasonString;
  return typeof text === 'string' && text !== '' ? `: ${serverText(text, token)}` : '';
}
