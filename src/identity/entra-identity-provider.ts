import { Construct } from 'constructs';
import { entraEndpoints } from './endpoints';
import { entraRegistration } from './entra/registration';
import { ENTRA_RULES } from './entra-rules';
import { IdentityProvider, IdentityProviderProps } from './identity-provider';
import { entraProfile } from './profiles';
import { EntraCloud, EntraTokenVersion, IdentityProviderKind } from './provider-kind';
import { ProviderModel } from './provider-model';
import { Registration } from './registration/registration';
import { evaluate, Evaluation } from '../rules/rule';

/** Settings of an Entra tenant and the API that stands for the brokers. */
export interface EntraIdentityProviderProps extends IdentityProviderProps {
  /**
   * Directory (tenant) id, a GUID.
   *
   * Tokens carry the GUID, whatever name the tenant was asked by. Reported by `ENTRA_TENANT_GUID`.
   */
  readonly tenantId: string;

  /**
   * Version of the access tokens: `requestedAccessTokenVersion` of the API's registration, where null means 1.
   *
   * Issuer, audience and key set follow from it together; the endpoint that applications call plays no part.
   *
   * @see https://learn.microsoft.com/en-us/entra/identity-platform/reference-app-manifest
   */
  readonly tokenVersion: EntraTokenVersion;

  /**
   * Application (client) id of the API, which is the audience of version 2 tokens.
   *
   * Reported by `ENTRA_API_CLIENT_ID`.
   *
   * @default - not known
   */
  readonly apiClientId?: string;

  /**
   * Object id of the API's registration, for applications that are created: it gets their roles.
   *
   * @default - none are created
   */
  readonly apiObjectId?: string;

  /**
   * Object id of the API's service principal, for applications that are created: they are assigned its roles.
   *
   * @default - none are created
   */
  readonly apiServicePrincipalObjectId?: string;

  /**
   * Whether the API signs with a key of its own, as claims mapping needs it.
   *
   * Its keys are then served only with the query `?appid=<apiClientId>`.
   *
   * @default false
   */
  readonly customSigningKey?: boolean;

  /**
   * The cloud the tenant lives in.
   *
   * @default EntraCloud.GLOBAL
   * @see https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud
   */
  readonly cloud?: EntraCloud;
}

/**
 * A tenant of Microsoft Entra ID and an API that exist; applications can be created for it. It has no introspection endpoint.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { EntraIdentityProvider, EntraTokenVersion } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * new EntraIdentityProvider(stack, 'Sso', {
 *   tenantId: '11111111-2222-3333-4444-555555555555',
 *   tokenVersion: EntraTokenVersion.V2,
 *   apiClientId: '66666666-7777-8888-9999-000000000000',
 * });
 */
export class EntraIdentityProvider extends IdentityProvider {
  /** @internal */
  public readonly _model: ProviderModel;
  private readonly props: EntraIdentityProviderProps;
  private registration: Registration | undefined;

  constructor(scope: Construct, id: string, props: EntraIdentityProviderProps) {
    super(scope, id, props);
    this.props = props;
    this._model = { kind: IdentityProviderKind.ENTRA, ...entraEndpoints(props), profile: entraProfile(props) };
  }

  /** @internal */
  public get _registration(): Registration {
    const { apiClientId, apiObjectId, apiServicePrincipalObjectId } = this.props;
    this.registration ??= entraRegistration({
      roleSeed: apiObjectId ?? '', objectId: apiObjectId, servicePrincipalObjectId: apiServicePrincipalObjectId, clientId: apiClientId,
    });
    return this.registration;
  }

  /** @internal */
  public _evaluate(): Evaluation {
    return evaluate(ENTRA_RULES, this.props);
  }
}
