import { compact } from './fields';
import { JwtModes } from './settings';
import { MosquittoSource } from './source';

/** How a key set is fetched. */
export interface MosquittoJwksOptions {
  /**
   * `options.modes.jwks.uri`: URL of the key set. Reported by `MOSQUITTO_URI` and `MOSQUITTO_PLAIN_HTTP`.
   *
   * @default - the key set of the identity provider
   */
  readonly uri?: string;

  /**
   * `options.modes.jwks.timeoutMs`: milliseconds after which a request is given up and the login denied. Reported by `MOSQUITTO_NUMBERS`.
   *
   * @default 10000
   */
  readonly timeoutMs?: number;

  /**
   * `options.modes.jwks.cache.enabled`: whether fetched keys are kept.
   *
   * The plugin's own default is false, with which every login fetches them. Reported by `MOSQUITTO_KEY_CACHE`.
   *
   * @default true
   */
  readonly cacheEnabled?: boolean;

  /**
   * `options.modes.jwks.cache.ttlMs`: milliseconds for which keys are kept. Reported by `MOSQUITTO_NUMBERS`.
   *
   * @default 60000
   */
  readonly cacheTtlMs?: number;

  /**
   * `options.modes.jwks.cache.respectCacheHeaders`: whether the response's cache headers win over `cacheTtlMs`.
   *
   * @default false
   */
  readonly respectCacheHeaders?: boolean;
}

/**
 * Where the token plugin finds the keys that verify tokens.
 *
 * @see https://docs.cedalo.com/mosquitto/security/clients/mosquitto-jwt-auth
 */
export class MosquittoKeys {
  /** A JSON Web Key Set by URL: mode `jwks`, algorithm RS256. */
  public static jwks(options: MosquittoJwksOptions = {}): MosquittoKeys {
    const { uri, timeoutMs, cacheEnabled: enabled = true, cacheTtlMs: ttlMs, respectCacheHeaders } = options;
    return new MosquittoKeys('jwks', 'RS256', undefined, (jwksUri) => ({
      jwks: compact({ uri: uri ?? jwksUri, timeoutMs, cache: compact({ enabled, ttlMs, respectCacheHeaders }) }),
    }));
  }

  /**
   * A JSON Web Key Set in a file of the node: mode `jwks`, algorithm RS256.
   *
   * @param filePath absolute path; reported by `MOSQUITTO_FILE_PATH`
   */
  public static jwksFile(filePath: string): MosquittoKeys {
    return new MosquittoKeys('jwks', 'RS256', undefined, () => ({ jwks: { filePath } }));
  }

  /**
   * One public key in the settings themselves: mode `local`, algorithm RS256.
   *
   * @param pem the key as PEM with its header lines; reported by `MOSQUITTO_PEM`
   */
  public static publicKey(pem: string): MosquittoKeys {
    return new MosquittoKeys('local', 'RS256', undefined, () => ({ local: { plain: pem } }));
  }

  /** One public key as PEM in a variable or a file of the node: mode `local`, algorithm RS256. */
  public static publicKeyFrom(source: MosquittoSource): MosquittoKeys {
    return new MosquittoKeys('local', 'RS256', source, () => ({ local: source._source }));
  }

  /** A secret shared with whoever signs the tokens: mode `local`, algorithm HS256. */
  public static sharedSecret(source: MosquittoSource): MosquittoKeys {
    return new MosquittoKeys('local', 'HS256', source, () => ({ local: source._source }));
  }

  /** @internal */
  public readonly _mode: string;
  /** @internal */
  public readonly _algorithm: string;
  /** @internal */
  public readonly _sources: readonly MosquittoSource[];
  /** @internal */
  public readonly _modes: (jwksUri: string) => JwtModes;

  private constructor(mode: string, algorithm: string, source: MosquittoSource | undefined, modes: (jwksUri: string) => JwtModes) {
    this._mode = mode;
    this._algorithm = algorithm;
    this._sources = source === undefined ? [] : [source];
    this._modes = modes;
  }
}

