import { Construct, IConstruct } from 'constructs';
import { IDENTITY_PROVIDER_FOREIGN } from './identity-rules';
import { IdentityProviderKind } from './provider-kind';
import { ProviderModel } from './provider-model';
import { Registration } from './registration/registration';
import { SharedResources } from './registration/shared-resources';
import { TokenProfile } from './token-profile';
import { reportEvaluation } from '../cdk/problems';
import { registerIdentityProvider } from '../manifest/manifest-file';
import { describeFinding, Evaluation, finding } from '../rules/rule';
import { ValidationError } from '../rules/validation-error';

/** An OAuth 2.0 authorization server whose access tokens brokers accept. */
export interface IIdentityProvider extends IConstruct {
  /** The kind of provider. */
  readonly kind: IdentityProviderKind;

  /** The value of `iss` in its tokens, to the character. */
  readonly issuer: string;

  /** URL of the key set that verifies its tokens. */
  readonly jwksUri: string;

  /**
   * URL where applications get tokens.
   *
   * @default - not known
   */
  readonly tokenEndpoint?: string;

  /**
   * URL where brokers may ask whether a token is active.
   *
   * @default - the provider has none
   */
  readonly introspectionEndpoint?: string;

  /**
   * URL of the OpenID Connect discovery document.
   *
   * @default - not known
   */
  readonly discoveryUrl?: string;
}

/** What the settings of every identity provider have in common. */
export interface IdentityProviderProps {
  /**
   * Ids of rules whose warnings are known and accepted.
   *
   * @default - every warning is shown
   */
  readonly acknowledge?: string[];
}

/**
 * What every identity provider construct does alike.
 *
 * Use the class of the kind, or `OidcIdentityProvider` for any other.
 */
export abstract class IdentityProvider extends Construct implements IIdentityProvider {
  /** The construct behind the interface; an error for one that another library made up. @internal */
  public static _of(provider: IIdentityProvider): IdentityProvider {
    if ('_model' in provider) {
      return provider as IdentityProvider;
    }
    const found = finding(IDENTITY_PROVIDER_FOREIGN, 'identityProvider', { message: 'must be a construct of this library' });
    throw new ValidationError([{ path: provider.node.path, text: describeFinding(found) }]);
  }

  /** All that rules and brokers need to know. @internal */
  public abstract readonly _model: ProviderModel;
  private shared: SharedResources | undefined;

  constructor(scope: Construct, id: string, props: IdentityProviderProps = {}) {
    super(scope, id);
    reportEvaluation(this, () => this._evaluate(), props.acknowledge);
    registerIdentityProvider(this);
  }

  public get kind(): IdentityProviderKind {
    return this._model.kind;
  }

  public get issuer(): string {
    return this._model.issuer;
  }

  public get jwksUri(): string {
    return this._model.jwksUri;
  }

  public get tokenEndpoint(): string | undefined {
    return this._model.tokenEndpoint;
  }

  public get introspectionEndpoint(): string | undefined {
    return this._model.introspectionEndpoint;
  }

  public get discoveryUrl(): string | undefined {
    return this._model.discoveryUrl;
  }

  /** What its tokens look like. @internal */
  public _profile(): TokenProfile {
    return this._model.profile;
  }

  /** How applications are created here; undefined where none are. @internal */
  public get _registration(): Registration | undefined {
    return undefined;
  }

  /** What applications that are created here share; undefined where none are. @internal */
  public get _resources(): SharedResources | undefined {
    const registration = this._registration;
    if (this.shared === undefined && registration !== undefined) {
      this.shared = new SharedResources(this, registration);
    }
    return this.shared;
  }

  /** The rules on the props of this kind. @internal */
  public abstract _evaluate(): Evaluation;
}
