import { LoginCheck } from '../engine/ports';
import { Api } from '../kafka-wire/api';
import { askNode } from '../kafka-wire/ask-node';
import { Endpoint } from '../kafka-wire/open-socket';
import { makeLogin } from '../logins/make-login';
import { withOtherSignature } from '../tokens/spoiled-token';
import { tokenFrom } from '../tokens/token-from';
import { World } from '../world';

/** Where a broker wants to be reached. */
export interface Advertised {
  readonly host: string;
  readonly port: number;
}

/** What trying a token on every broker came to. */
export interface Round {
  /** The brokers, as texts that tell one set from another. */
  readonly brokers: readonly string[];
  /** What is not as it should be; undefined where everything is. */
  readonly problem?: string;
}

/** The brokers that a listener advertises (Metadata, asked for no topic, which needs no right). */
const ADVERTISED: Api<undefined, readonly Advertised[]> = {
  key: 3,
  name: 'Metadata',
  versions: [9, 12],
  flexible: true,
  write: (writer, _request, version) => {
    writer.compactArray([], () => undefined).boolean(false);
    if (version <= 10) {
      writer.boolean(false);
    }
    writer.boolean(false).noTags();
  },
  read: (reader, version) => {
    reader.int32();
    const brokers = reader.compactArray(() => {
      reader.int32();
      const broker = { host: reader.compactString() ?? '', port: reader.int32() };
      reader.compactString();
      reader.tags();
      return broker;
    });
    reader.compactString();
    reader.int32();
    reader.compactArray(() => undefined);
    if (version <= 10) {
      reader.int32();
    }
    reader.tags();
    return brokers;
  },
};

/** Tries the tokens of the smoke test on every broker that a service advertises. */
export class AdvertisedBrokers {
  constructor(private readonly world: World) {}

  /** Whether there is a token to try. */
  get canProve(): boolean {
    return this.world.spec.smoke !== undefined;
  }

  /** Asks who is advertised and whether each of them lets the good token in. Never throws. */
  async lettingIn(bootstrap: Endpoint): Promise<Round> {
    const { accepted } = this.world.spec.smoke!;
    const seconds = this.world.spec.timeouts.probeSeconds;
    const { answer, problem } = await askNode({ ...bootstrap, token: accepted }, this.world, seconds, (client) => client.ask(ADVERTISED, undefined));
    if (answer === undefined) {
      return { brokers: [], problem: `${bootstrap.host}:${bootstrap.port}: ${problem}` };
    }
    const brokers = answer.map(({ host, port }) => `${host}:${port}`).sort();
    if (answer.length === 0) {
      return { brokers, problem: 'no broker is advertised' };
    }
    const found = await tokenFrom(accepted, this.world);
    if (found.token === undefined) {
      return { brokers, problem: found.problem };
    }
    const bad = await this.whoElse(answer, bootstrap, found.token, 'accepted');
    return { brokers, ...bad.length === 0 ? {} : { problem: bad.join(', ') } };
  }

  /** Brokers that do not keep the bad token out, with what they do; undefined where there is no bad token to try. Never throws. */
  async keepingOut(bootstrap: Endpoint, brokers: readonly string[]): Promise<readonly string[] | undefined> {
    const { accepted, refused } = this.world.spec.smoke!;
    const found = await tokenFrom(refused ?? accepted, this.world);
    if (found.token === undefined) {
      return [found.problem];
    }
    const token = refused === undefined ? withOtherSignature(found.token) : found.token;
    if (token === undefined) {
      return undefined;
    }
    const places = brokers.map((broker) => ({ host: broker.slice(0, broker.lastIndexOf(':')), port: Number(broker.slice(broker.lastIndexOf(':') + 1)) }));
    return this.whoElse(places, bootstrap, token, 'refused');
  }

  private async whoElse(brokers: readonly Advertised[], { tls }: Endpoint, token: string, wanted: 'accepted' | 'refused'): Promise<readonly string[]> {
    const results = await Promise.all(brokers.map(async ({ host, port }) => {
      const login: LoginCheck = makeLogin({ kind: 'kafka', host, port, tls }, this.world);
      const { outcome, detail } = await login.login(token, this.world.spec.timeouts.probeSeconds);
      return outcome === wanted ? [] : [`${login.target}: ${outcome} (${detail})`];
    }));
    return results.flat();
  }
}
