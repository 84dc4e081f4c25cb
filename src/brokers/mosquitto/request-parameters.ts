import { compact } from './fields';
import { RequestParametersSource } from './settings';
import { MosquittoSource } from './source';
import { ValidationError } from '../../rules/validation-error';
import { Json } from '../../text/canonical';

/** How bodies are encoded. */
export enum MosquittoBodyEncoding {
  /** Form fields. */
  FORM = 'application/x-www-form-urlencoded',
  /** JSON. */
  JSON = 'application/json',
}

/** HTTP methods that the token plugin can use. */
export enum MosquittoHttpMethod {
  /** GET. */
  GET = 'GET',
  /** POST. */
  POST = 'POST',
  /** PUT. */
  PUT = 'PUT',
  /** PATCH. */
  PATCH = 'PATCH',
  /** DELETE. */
  DELETE = 'DELETE',
}

/** What is changed in a request. In texts, `#:jwt_value:#` stands for the token. */
export interface MosquittoRequestParametersOptions {
  /**
   * `headers`: further headers. A secret in one is refused (`MOSQUITTO_SECRET_LITERAL`).
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * `method`: the HTTP method.
   *
   * @default MosquittoHttpMethod.POST for introspection; elsewhere not documented
   */
  readonly method?: MosquittoHttpMethod;

  /**
   * `path`: replaces path and query of the URI. Starts with a slash (`MOSQUITTO_REQUEST_PARAMETERS`).
   *
   * @default - path and query of the URI
   */
  readonly path?: string;

  /**
   * `payload`: the body as JSON text; for a revocation service of one's own only (`MOSQUITTO_REQUEST_PARAMETERS`).
   *
   * @default - none
   */
  readonly payloadJson?: string;
}

/**
 * Changes to the request by which the token plugin asks whether a token is revoked (`requestParameters`).
 *
 * @see https://docs.cedalo.com/mosquitto/security/clients/mosquitto-jwt-auth
 */
export class MosquittoRequestParameters {
  /** Changes that stand in the settings; they must not hold secrets. */
  public static of(options: MosquittoRequestParametersOptions): MosquittoRequestParameters {
    const { headers, method, path, payloadJson } = options;
    const payload = payloadJson === undefined ? undefined : parsed(payloadJson);
    return new MosquittoRequestParameters({ plain: compact({ headers, method, path, payload }) });
  }

  /** Changes as JSON text in a variable or a file of the node, where secrets may stand. */
  public static fromSource(source: MosquittoSource): MosquittoRequestParameters {
    return new MosquittoRequestParameters(source._source as RequestParametersSource, source);
  }

  /** @internal */
  public readonly _parameters: RequestParametersSource;
  /** @internal */
  public readonly _source: MosquittoSource | undefined;

  private constructor(parameters: RequestParametersSource, source?: MosquittoSource) {
    this._parameters = parameters;
    this._source = source;
  }
}

function parsed(json: string): Json {
  try {
    return JSON.parse(json) as Json;
  } catch {
    const text = 'payloadJson must be JSON text; give a body such as {"token":"#:jwt_value:#"} [MOSQUITTO_REQUEST_PARAMETERS]';
    throw new ValidationError([{ path: 'MosquittoRequestParameters.of', text }]);
  }
}
