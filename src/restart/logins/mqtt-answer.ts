import { MqttVersion } from './login-identity';

/*
 * What a CONNACK means for the token.
 */

interface Codes {
  /** Codes that speak of the credentials. */
  readonly refused: { readonly [code: number]: string };
  /** Others that are worth naming. */
  readonly other: { readonly [code: number]: string };
}

/** MQTT 3.1.1 section 3.2.2.3, table 3.1; MQTT 5 section 3.2.2.2, table 3.1. */
const CODES: { readonly [Version in MqttVersion]: Codes } = {
  '3.1.1': {
    refused: { 4: 'bad user name or password', 5: 'not authorized' },
    other: { 1: 'unacceptable protocol version', 2: 'client id rejected', 3: 'server unavailable' },
  },
  '5': {
    refused: { 0x86: 'bad user name or password', 0x87: 'not authorized' },
    other: {
      // A server of MQTT 3.1.1 answers so; its code 1 is not one of MQTT 5.
      1: 'unacceptable protocol version; the server speaks MQTT 3.1.1, so set protocolVersion',
      0x80: 'unspecified error', 0x81: 'malformed packet', 0x82: 'protocol error', 0x83: 'implementation specific error',
      0x84: 'unsupported protocol version; the server speaks MQTT 3.1.1, so set protocolVersion',
      0x85: 'client id not valid', 0x88: 'server unavailable', 0x89: 'server busy', 0x8a: 'banned', 0x8c: 'bad authentication method',
      0x90: 'topic name invalid', 0x95: 'packet too large', 0x97: 'quota exceeded', 0x99: 'payload format invalid',
      0x9a: 'retain not supported', 0x9b: 'QoS not supported', 0x9c: 'use another server', 0x9d: 'server moved', 0x9f: 'connection rate exceeded',
    },
  },
};

/** A CONNACK: `refused` only where its code speaks of the credentials. */
export function readConnack(version: MqttVersion, code: number): { readonly outcome: 'accepted' | 'refused' | 'unclear'; readonly text: string } {
  if (code === 0) {
    return { outcome: 'accepted', text: 'CONNACK 0' };
  }
  const { refused, other } = CODES[version];
  const shown = version === '5' ? `0x${code.toString(16).padStart(2, '0')}` : String(code);
  const meaning = refused[code] ?? other[code] ?? 'a code that MQTT does not define';
  return { outcome: refused[code] === undefined ? 'unclear' : 'refused', text: `CONNACK ${shown}, ${meaning}` };
}
