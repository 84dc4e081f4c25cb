import { NoToken, readToken, ReadToken } from './token';
import { OpenToken, PreviewCase } from '../../../preview/case';
import { excerpt } from '../../../preview/excerpt';
import { isVariable, VARIABLES } from '../schema/patterns';

/*
 * The extension's variables. Source: hivemq/hivemq-enterprise-security-extension-customization-sdk, EseVariablesInput.java.
 */

/** A value that nobody knows, and why. */
export class Unknown {
  constructor(readonly why: string) {}
}

/** What a variable holds: a text, a token that is not encoded, nothing, or what is not known. */
export type Held = string | OpenToken | Unknown | undefined;

const BROKER_ASSIGNS = new Unknown('the client id is not in the case');
const ENHANCED = new Unknown('what the client sends in enhanced authentication is not in the case, and whether the extension completes it is not documented');
const MANAGER_WRITES = new Unknown('what the authentication manager writes to it by itself is not documented');

/** The variables of one login. */
export class Variables {
  /** What is known from CONNECT: the token travels as the password. */
  static of({ mqttClientId, username, token, password }: PreviewCase): Variables {
    const secret = token ?? password;
    return new Variables(new Map<string, Held>([
      ['mqtt-clientid', mqttClientId === undefined || mqttClientId === '' ? BROKER_ASSIGNS : mqttClientId],
      ['mqtt-username', username],
      ['mqtt-password', secret],
      ['mqtt-authentication-method', ENHANCED],
      ['mqtt-authentication-data', ENHANCED],
      ['authentication-key', username],
      ['authentication-byte-secret', secret],
    ]));
  }

  private lastRead: { readonly token: string | OpenToken; readonly read: ReadToken | NoToken } | undefined;

  private constructor(private readonly values: Map<string, Held>) {}

  /** Reads a token, once for all who look at it. */
  read(token: string | OpenToken): ReadToken | NoToken {
    if (this.lastRead?.token !== token) {
      this.lastRead = { token, read: readToken(token) };
    }
    return this.lastRead.read;
  }

  get(name: string): Held {
    return this.values.get(name);
  }

  /** A variable as a text. */
  text(name: string): string | Unknown {
    const held = this.values.get(name);
    if (typeof held === 'string' || held instanceof Unknown) {
      return held;
    }
    return new Unknown(held === undefined ? `nothing sets ${name}` : `${name} holds a token that is not encoded`);
  }

  /** A text as a detail may show it: without the password, which steps may have copied anywhere. */
  show(text: string): string {
    const secret = this.values.get('mqtt-password');
    return typeof secret === 'string' && secret !== '' && text.includes(secret) ? 'a text that holds the password' : excerpt(text);
  }

  set(name: string, value: Held): void {
    this.values.set(name, value);
  }

  /** Forgets what a manager may have written over. */
  authenticated(): void {
    this.values.set('authorization-key', MANAGER_WRITES);
    this.values.set('authorization-role-key', MANAGER_WRITES);
  }

  /** Forgets everything that can be written. */
  forget(why: string): void {
    const unknown = new Unknown(why);
    [...this.values.keys(), 'authorization-key', 'authorization-role-key'].filter((name) => WRITABLE.test(name))
      .forEach((name) => this.values.set(name, unknown));
  }
}

const WRITABLE = new RegExp(`^(${VARIABLES.writable})$`);
const STRING = new RegExp(`^(${VARIABLES.string})$`);

/** Whether a variable holds a text rather than bytes. */
export function isStringVariable(name: string): boolean {
  return STRING.test(name);
}

/** A text with its variables replaced. */
export function fill(text: string, variables: Variables): string | Unknown {
  if (!text.includes('${')) {
    return text;
  }
  let filled = '';
  let at = 0;
  for (const match of text.matchAll(/\$\{([^}]*)\}/g)) {
    const value = valueOf(match[1], variables);
    if (value instanceof Unknown) {
      return value;
    }
    filled += text.slice(at, match.index) + value;
    at = match.index! + match[0].length;
  }
  return filled + text.slice(at);
}

function valueOf(name: string, variables: Variables): string | Unknown {
  if (name.startsWith('ENV:')) {
    return new Unknown(`the environment variable ${name.slice(4)} of the node is not in the case`);
  }
  if (!isVariable(name)) {
    return new Unknown(`\${${name}} is no variable of the extension`);
  }
  return isStringVariable(name) ? variables.text(name) : new Unknown(`how the bytes of ${name} become a text is not documented`);
}
