import { Api } from './api';
import { Bounds, Connection } from './connection';
import { API_VERSIONS, SpokenApi } from './login-messages';
import { Endpoint } from './open-socket';
import { errorName, WireProblem } from './wire-problem';

/** A connection to a broker or controller that has said what it speaks. */
export class KafkaClient {
  /** Connects and asks for the versions. Throws a WireProblem only. */
  static async connect(endpoint: Endpoint, bounds: Bounds): Promise<KafkaClient> {
    const connection = await Connection.open(endpoint, bounds);
    try {
      const { error, apis } = await connection.ask(API_VERSIONS, API_VERSIONS.versions[1], undefined);
      if (error !== 0) {
        throw new WireProblem(`ApiVersions: ${errorName(error)}`);
      }
      return new KafkaClient(connection, new Map(apis.map((spoken) => [spoken.key, spoken])));
    } catch (problem) {
      connection.close();
      throw problem;
    }
  }

  private constructor(private readonly connection: Connection, private readonly apis: ReadonlyMap<number, SpokenApi>) {}

  /** Whether both sides have a version of it in common. */
  speaks(api: Api<never, unknown>): boolean {
    return this.version(api) !== undefined;
  }

  /** Asks by the highest version that both sides have. Throws a WireProblem only. */
  async ask<Request, Answer>(api: Api<Request, Answer>, request: Request): Promise<Answer> {
    const version = this.version(api);
    if (version === undefined) {
      const spoken = this.apis.get(api.key);
      const theirs = spoken === undefined ? 'the listener does not have it' : `the listener speaks ${spoken.lowest} to ${spoken.highest}`;
      throw new WireProblem(`${api.name} cannot be asked: ${theirs}, wanted is ${api.versions.join(' to ')}`);
    }
    return this.connection.ask(api, version, request);
  }

  close(): void {
    this.connection.close();
  }

  private version(api: Api<never, unknown>): number | undefined {
    const spoken = this.apis.get(api.key);
    const [lowest, highest] = api.versions;
    const common = Math.min(highest, spoken?.highest ?? -1);
    return spoken !== undefined && common >= Math.max(lowest, spoken.lowest) ? common : undefined;
  }
}
