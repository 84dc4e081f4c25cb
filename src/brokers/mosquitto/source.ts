import { ValueSource } from './settings';

/** How a secret is tracked. */
export interface MosquittoSourceOptions {
  /**
   * Version of the value, which is not secret itself; a new one restarts every node.
   *
   * @default - a changed value restarts nothing
   */
  readonly version?: string;
}

/**
 * Where a node finds a value that does not stand in the settings: an environment variable of the broker, or a file.
 *
 * @see https://docs.cedalo.com/mosquitto/security/clients/mosquitto-jwt-auth
 */
export class MosquittoSource {
  /**
   * An environment variable of the broker's process (`env`).
   *
   * @param name name of the variable, not its value; reported by `MOSQUITTO_VARIABLE_NAME`
   */
  public static environment(name: string, options: MosquittoSourceOptions = {}): MosquittoSource {
    return new MosquittoSource({ env: name }, `env:${name}`, options.version);
  }

  /**
   * A file on the node (`filePath`).
   *
   * @param path absolute path; reported by `MOSQUITTO_FILE_PATH`
   */
  public static file(path: string, options: MosquittoSourceOptions = {}): MosquittoSource {
    return new MosquittoSource({ filePath: path }, `file:${path}`, options.version);
  }

  /** @internal */
  public readonly _source: ValueSource;
  /** The value's name among the versions of secrets. @internal */
  public readonly _name: string;
  /** @internal */
  public readonly _version: string | undefined;

  private constructor(source: ValueSource, name: string, version: string | undefined) {
    this._source = source;
    this._name = name;
    this._version = version;
  }
}
