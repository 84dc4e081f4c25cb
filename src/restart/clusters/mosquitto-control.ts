import { randomBytes } from 'node:crypto';
import type { MqttClient } from 'mqtt';
import { z } from 'zod';
import { FOUND_CLIENT, FOUND_GROUP, FOUND_ROLE, FoundAccounts } from './mosquitto-accounts';
import { ControlCommand } from './mosquitto-commands';
import { connectionProblem } from '../connection-problem';
import { readConnack } from '../logins/mqtt-answer';
import { MosquittoAccountSpec } from '../spec/mosquitto-account';
import { readTls } from '../tls-files';
import { tokenFrom } from '../tokens/token-from';
import { World } from '../world';

const TOPIC = '$CONTROL/dynamic-security/v1';
/** Entries that are asked for at a time; a broker may bound the size of a packet. */
const PAGE = 100;
const LONGEST_DETAIL = 200;

const RESPONSES = z.object({
  responses: z.array(z.object({
    command: z.string().optional(), correlationData: z.string().optional(), data: z.unknown().optional(), error: z.string().optional(),
  })),
});

/** How a command went. */
export interface ControlAnswer {
  readonly data?: unknown;
  /** Why the broker did not carry it out. */
  readonly error?: string;
}

/** Carries out commands of the control API, one after the other. Throws a `ControlProblem` where no answer comes. */
export interface ControlChannel {
  ask(command: ControlCommand): Promise<ControlAnswer>;
}

/** Why the control API could not be used; holds no secret. */
export class ControlProblem extends Error {
  /** `refused` where the broker spoke: it does not let the account in, or not do this. */
  constructor(message: string, readonly refused = false) {
    super(message);
  }
}

/** Where the control API is and who uses it. */
export interface ControlPlace {
  readonly host: string;
  readonly port: number;
  readonly account: MosquittoAccountSpec;
}

/** Logs in, works with the control API and logs out. Throws a `ControlProblem` where that cannot be done. */
export async function withControl<T>(
  place: ControlPlace, world: World, timeoutSeconds: number, work: (control: MqttControl) => Promise<T>,
): Promise<T> {
  const { token: password, problem } = await tokenFrom(place.account.password, world);
  if (password === undefined) {
    throw new ControlProblem(`no password for ${place.account.username}: ${problem}`);
  }
  const client = await login(place, password, timeoutSeconds);
  try {
    const control = new MqttControl(client, timeoutSeconds);
    return await work(control);
  } finally {
    client.end(true);
  }
}

async function login({ host, port, account }: ControlPlace, password: string, timeoutSeconds: number): Promise<MqttClient> {
  const tls = account.tls === undefined ? undefined : await readTls(account.tls);
  if (tls?.problem !== undefined) {
    throw new ControlProblem(tls.problem);
  }
  // Evaluated only where it is used; `require` does so in Node, in the bundle and in the tests alike.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { connect } = require('mqtt') as typeof import('mqtt');
  const client = connect({
    host, port, protocol: tls === undefined ? 'mqtt' : 'mqtts', protocolVersion: 5, username: account.username, password, clean: true,
    clientId: `brokeroauth${randomBytes(6).toString('hex')}`, reconnectPeriod: 0, connectTimeout: timeoutSeconds * 1000, queueQoSZero: false, ...tls?.material,
  });
  return new Promise((resolve, reject) => {
    const fail = (problem: ControlProblem) => {
      client.end(true);
      reject(problem);
    };
    client.once('connect', () => resolve(client));
    client.on('error', (error) => {
      const code = (error as { readonly code?: unknown }).code;
      if (typeof code !== 'number') {
        fail(new ControlProblem(connectionProblem(error)));
        return;
      }
      const { outcome, text } = readConnack('5', code);
      fail(new ControlProblem(`${account.username} is not let in (${text})`, outcome === 'refused'));
    });
    client.once('close', () => fail(new ControlProblem('the connection was closed before an answer came')));
  });
}

/** The control API over one connection. */
export class MqttControl implements ControlChannel {
  private listening: Promise<void> | undefined;
  private readonly waiting = new Map<string, (answer: ControlAnswer) => void>();
  private closed = false;

  constructor(private readonly client: MqttClient, private readonly timeoutSeconds: number) {
    client.on('message', (topic, payload) => this.receive(topic, payload.toString('utf8')));
    client.once('close', () => {
      this.closed = true;
    });
  }

  async ask(command: ControlCommand): Promise<ControlAnswer> {
    this.listening ??= this.listen();
    await this.listening;
    const correlationData = randomBytes(9).toString('base64url');
    return this.within(command.command, new Promise((resolve, reject) => {
      this.waiting.set(correlationData, resolve);
      this.client.publish(TOPIC, JSON.stringify({ commands: [{ ...command, correlationData }] }), { qos: 1 }, (error, packet) => {
        const reason = (packet as { readonly reasonCode?: number } | undefined)?.reasonCode ?? 0;
        if (error !== undefined && error !== null || reason >= 0x80) {
          reject(new ControlProblem(`the account may not publish to ${TOPIC}, or nobody takes it there`, true));
        }
      });
    }));
  }

  /** The retained messages of topics, by topic; those that do not come within the time are missing. */
  async retained(topics: readonly string[], waitMilliseconds: number): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const keep = (topic: string, payload: Buffer) => found.set(topic, payload.toString('utf8').slice(0, LONGEST_DETAIL));
    this.client.on('message', keep);
    await this.subscribe([...topics]);
    for (const end = Date.now() + waitMilliseconds; found.size < topics.length && Date.now() < end && !this.closed;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.client.removeListener('message', keep);
    return found;
  }

  private async listen(): Promise<void> {
    await this.subscribe([`${TOPIC}/response`]);
  }

  private subscribe(topics: string[]): Promise<void> {
    return this.within('subscribe', new Promise((resolve, reject) => {
      this.client.subscribe(topics, { qos: 1 }, (error, granted) => {
        const refused = (granted ?? []).filter(({ qos }) => qos >= 0x80).map(({ topic }) => topic);
        if (error !== null || refused.length > 0) {
          reject(new ControlProblem(`the account may not subscribe to ${topics.join(', ')}`, true));
        } else {
          resolve();
        }
      });
    }));
  }

  private receive(topic: string, text: string): void {
    if (topic !== `${TOPIC}/response`) {
      return;
    }
    for (const { correlationData, data, error } of parse(text)) {
      this.waiting.get(correlationData ?? '')?.(error === undefined ? { data } : { error: error.slice(0, LONGEST_DETAIL) });
      this.waiting.delete(correlationData ?? '');
    }
  }

  private within<T>(what: string, promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new ControlProblem(`the connection was closed during ${what}`));
      const timer = setTimeout(() => reject(new ControlProblem(`no answer to ${what} within ${this.timeoutSeconds} s`)), this.timeoutSeconds * 1000);
      if (this.closed) {
        fail();
      }
      this.client.once('close', fail);
      promise.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        this.client.removeListener('close', fail);
      });
    });
  }
}

/** Asks for everything that a change is worked out from. */
export async function readAccounts(control: ControlChannel): Promise<FoundAccounts> {
  const access = z.object({ acls: z.array(z.object({ acltype: z.string(), allow: z.boolean() })) });
  const anonymous = z.object({ group: z.object({ groupname: z.string().default('') }) });
  const { acls } = shaped(access, await askFor(control, { command: 'getDefaultACLAccess' }), 'getDefaultACLAccess');
  const { group } = shaped(anonymous, await askFor(control, { command: 'getAnonymousGroup' }), 'getAnonymousGroup');
  return {
    roles: await list(control, 'listRoles', 'roles', FOUND_ROLE),
    groups: await list(control, 'listGroups', 'groups', FOUND_GROUP),
    clients: await list(control, 'listClients', 'clients', FOUND_CLIENT),
    defaultACLAccess: Object.fromEntries(acls.map(({ acltype, allow }) => [acltype, allow])),
    anonymousGroup: group.groupname === '' ? undefined : group.groupname,
  };
}

/** Carries out one command. Throws a `ControlProblem` where the broker does not. */
export async function askFor(control: ControlChannel, command: ControlCommand): Promise<unknown> {
  const { data, error } = await control.ask(command);
  if (error !== undefined) {
    throw new ControlProblem(`${described(command)}: ${error}`, true);
  }
  return data;
}

/** A command for people: what, and about whom. */
export function described(command: ControlCommand): string {
  const names = ['rolename', 'groupname', 'username'].flatMap((key) => (typeof command[key] === 'string' ? [JSON.stringify(command[key])] : []));
  return [command.command, ...names].join(' ');
}

async function list<T>(control: ControlChannel, command: string, key: string, shape: z.ZodType<T>): Promise<readonly T[]> {
  const page = z.object({ totalCount: z.number(), [key]: z.array(shape) });
  const found: T[] = [];
  for (;;) {
    const answer = shaped(page, await askFor(control, { command, verbose: true, count: PAGE, offset: found.length }), command);
    const entries = answer[key] as T[];
    found.push(...entries);
    if (entries.length === 0 || found.length >= (answer.totalCount as number)) {
      return found;
    }
  }
}

function shaped<T>(shape: z.ZodType<T>, data: unknown, command: string): T {
  const read = shape.safeParse(data);
  if (read.data === undefined) {
    throw new ControlProblem(`the answer to ${command} is not understood: ${read.error?.issues[0]?.path.join('.')} ${read.error?.issues[0]?.message}`);
  }
  return read.data;
}

function parse(text: string): z.infer<typeof RESPONSES>['responses'] {
  try {
    return RESPONSES.safeParse(JSON.parse(text)).data?.responses ?? [];
  } catch {
    return [];
  }
}
