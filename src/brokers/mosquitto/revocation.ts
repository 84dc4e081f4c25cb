import { compact } from './fields';
import { MosquittoBodyEncoding, MosquittoRequestParameters } from './request-parameters';
import { JwtRevocation } from './settings';
import { MosquittoSource } from './source';

/** How a token introspection endpoint is asked. */
export interface MosquittoIntrospectionOptions {
  /**
   * `uri`: the endpoint. Reported by `MOSQUITTO_URI`, `MOSQUITTO_PLAIN_HTTP` and `MOSQUITTO_REVOCATION_REQUIRED`.
   *
   * @default - the introspection endpoint of the identity provider
   */
  readonly uri?: string;

  /**
   * `clientId`: the client by which the broker asks.
   *
   * At Keycloak from 26.6.2 on it must be an audience of the tokens.
   *
   * @default - clientIdFrom, one of the two is needed (`MOSQUITTO_REVOCATION_REQUIRED`)
   */
  readonly clientId?: string;

  /**
   * `clientId` from a variable or a file of the node.
   *
   * @default - clientId
   */
  readonly clientIdFrom?: MosquittoSource;

  /** `clientSecret`: where the node finds the client's secret. */
  readonly clientSecret: MosquittoSource;

  /**
   * `includeTokenTypeHint`: whether `token_type_hint=access_token` is sent.
   *
   * @default false
   */
  readonly includeTokenTypeHint?: boolean;

  /**
   * `requestParameters`: changes to the request; its body is fixed.
   *
   * @default - none
   */
  readonly requestParameters?: MosquittoRequestParameters;

  /**
   * `options.revocation.timeoutMs`: milliseconds after which the login is denied. Reported by `MOSQUITTO_NUMBERS`.
   *
   * @default 10000
   */
  readonly timeoutMs?: number;
}

/** The value by which a revocation service says that a token is good. */
export class MosquittoSuccessValue {
  /** A text. */
  public static ofText(value: string): MosquittoSuccessValue {
    return new MosquittoSuccessValue(value);
  }

  /** A number. */
  public static ofNumber(value: number): MosquittoSuccessValue {
    return new MosquittoSuccessValue(value);
  }

  /** True or false. */
  public static ofBoolean(value: boolean): MosquittoSuccessValue {
    return new MosquittoSuccessValue(value);
  }

  /** @internal */
  public readonly _value: string | number | boolean;

  private constructor(value: string | number | boolean) {
    this._value = value;
  }
}

/** How a revocation service of one's own is asked. */
export interface MosquittoRevocationServiceOptions {
  /** `uri`: the endpoint. Reported by `MOSQUITTO_URI` and `MOSQUITTO_PLAIN_HTTP`. */
  readonly uri: string;

  /**
   * `requestParameters`: headers, method, path and payload of the request.
   *
   * @default - not documented
   */
  readonly requestParameters?: MosquittoRequestParameters;

  /**
   * `bodyEncoding`: how the payload is encoded.
   *
   * The documentation puts the setting in two places; it is written to both. Reported by `MOSQUITTO_BODY_ENCODING`.
   *
   * @default MosquittoBodyEncoding.FORM - the plugin's default, unless there is a payload, for which it is needed
   */
  readonly bodyEncoding?: MosquittoBodyEncoding;

  /**
   * `response.jsonPath`: where in the answer the value stands, such as `a.b`.
   *
   * @default - the status alone decides
   */
  readonly jsonPath?: string;

  /**
   * `response.successValue`: the value of a token that is good. Needs `jsonPath` (`MOSQUITTO_SUCCESS_VALUE`).
   *
   * @default - any value that counts as true
   */
  readonly successValue?: MosquittoSuccessValue;

  /**
   * `response.successHttpCodes`: statuses of a good answer; any other fails. Reported by `MOSQUITTO_NUMBERS`.
   *
   * @default - 200 to 208 and 226
   */
  readonly successHttpCodes?: number[];

  /**
   * `response.checkHttpStatus`: whether the status is looked at. In the schema of Pro Mosquitto 3.0 only.
   *
   * @default - not documented
   */
  readonly checkHttpStatus?: boolean;

  /**
   * `options.revocation.timeoutMs`: milliseconds after which the login is denied. Reported by `MOSQUITTO_NUMBERS`.
   *
   * @default 10000
   */
  readonly timeoutMs?: number;
}

/**
 * How the broker finds out that a token was revoked, at every login.
 *
 * An endpoint that does not answer in time denies every login; open sessions are not asked about again.
 *
 * @see https://docs.cedalo.com/mosquitto/security/clients/mosquitto-jwt-auth
 */
export class MosquittoRevocation {
  /** By token introspection (RFC 7662). */
  public static introspection(options: MosquittoIntrospectionOptions): MosquittoRevocation {
    const { clientId, clientIdFrom, clientSecret, requestParameters: parameters, timeoutMs } = options;
    const sources = [clientIdFrom, clientSecret, parameters?._source];
    const id = clientIdFrom?._source ?? (clientId === undefined ? undefined : { plain: clientId });
    return new MosquittoRevocation(sources, (endpoint) => compact({
      timeoutMs,
      introspection: compact({
        uri: options.uri ?? endpoint,
        clientId: clientId !== undefined && clientIdFrom !== undefined ? { plain: clientId, ...clientIdFrom._source } : id,
        clientSecret: clientSecret._source,
        includeTokenTypeHint: options.includeTokenTypeHint,
        requestParameters: parameters?._parameters,
      }),
    }));
  }

  /** By a service of one's own. */
  public static service(options: MosquittoRevocationServiceOptions): MosquittoRevocation {
    const { uri, bodyEncoding, jsonPath, successHttpCodes, checkHttpStatus, timeoutMs } = options;
    const source = options.requestParameters?._parameters;
    const requestParameters = source?.plain === undefined ? source : { plain: compact({ ...source.plain, bodyEncoding }) };
    const response = compact({ jsonPath, successValue: options.successValue?._value, successHttpCodes, checkHttpStatus });
    return new MosquittoRevocation([options.requestParameters?._source], () => compact({
      timeoutMs,
      plain: compact({ uri, requestParameters, bodyEncoding, response: Object.keys(response).length === 0 ? undefined : response }),
    }));
  }

  /** @internal */
  public readonly _sources: readonly MosquittoSource[];
  /** @internal */
  public readonly _revocation: (introspectionEndpoint: string | undefined) => JwtRevocation;

  private constructor(sources: readonly (MosquittoSource | undefined)[], revocation: (introspectionEndpoint: string | undefined) => JwtRevocation) {
    this._sources = sources.filter((source): source is MosquittoSource => source !== undefined);
    this._revocation = revocation;
  }
}
