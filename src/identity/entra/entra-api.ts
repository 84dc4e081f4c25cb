import { Construct } from 'constructs';
import { entraRegistration } from './registration';
import { API, CreatedEntraApi } from './resources';
import { CREATED_ENTRA_API_RULES } from './rules';
import { evaluate, Evaluation, joinEvaluations } from '../../rules/rule';
import { EntraPlace, entraEndpoints } from '../endpoints';
import { ENTRA_RULES } from '../entra-rules';
import { IdentityProvider, IdentityProviderProps } from '../identity-provider';
import { entraProfile } from '../profiles';
import { EntraCloud, EntraTokenVersion, IdentityProviderKind } from '../provider-kind';
import { ProviderModel } from '../provider-model';
import { markOf } from '../registration/registered-resources';
import { Registration } from '../registration/registration';

/** Settings of an API that is registered in an Entra tenant. */
export interface EntraApiProps extends IdentityProviderProps {
  /**
   * Directory (tenant) id, a GUID.
   *
   * Reported by `ENTRA_TENANT_GUID`.
   */
  readonly tenantId: string;

  /**
   * Name of the API for people, from which the ids of its roles are made: another name makes other roles.
   *
   * Reported by `ENTRA_API_NAME`.
   */
  readonly name: string;

  /**
   * A URI by which token requests may name the API besides its client id.
   *
   * The audience of tokens is the client id all the same. Reported by `ENTRA_IDENTIFIER_URI`.
   *
   * @default - none
   */
  readonly identifierUri?: string;

  /**
   * The cloud the tenant lives in.
   *
   * @default EntraCloud.GLOBAL
   */
  readonly cloud?: EntraCloud;
}

/**
 * An API registered in an Entra tenant: it stands for the brokers, and its app roles are the rights of applications.
 *
 * Its tokens are of version 2. Their audience is the API's client id, which is known at apply: give brokers `audience`.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { EntraApi, IdentityApplication } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * const sso = new EntraApi(stack, 'Sso', { tenantId: '11111111-2222-3333-4444-555555555555', name: 'Messaging' });
 * new IdentityApplication(stack, 'Orders', { identityProvider: sso, name: 'orders-service' });
 *
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/scenario-protected-web-api-app-registration
 */
export class EntraApi extends IdentityProvider {
  /** The audience of its tokens: the API's client id, known at apply. */
  public readonly audience: string;
  /** @internal */
  public readonly _model: ProviderModel;
  private readonly place: EntraPlace;
  private readonly created: CreatedEntraApi;
  private readonly registration: Registration;

  constructor(scope: Construct, id: string, props: EntraApiProps) {
    super(scope, id, props);
    this.place = { tenantId: props.tenantId, cloud: props.cloud, tokenVersion: EntraTokenVersion.V2 };
    this.created = { name: props.name, identifierUri: props.identifierUri };
    this.registration = entraRegistration({ roleSeed: props.name, created: this.created });
    const resources = this._resources!;
    resources.ensure([]);
    this.audience = markOf(resources.resource(API), 'client_id');
    this._model = {
      kind: IdentityProviderKind.ENTRA,
      ...entraEndpoints(this.place),
      profile: entraProfile({ tokenVersion: EntraTokenVersion.V2, apiClientId: this.audience }),
    };
  }

  /** @internal */
  public get _registration(): Registration {
    return this.registration;
  }

  /** @internal */
  public _evaluate(): Evaluation {
    return joinEvaluations([evaluate(ENTRA_RULES, this.place), evaluate(CREATED_ENTRA_API_RULES, this.created)]);
  }
}
