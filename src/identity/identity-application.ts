import { Construct, IConstruct } from 'constructs';
import { APPLICATION_RULES } from './application-rules';
import { renderChecklist } from './checklist';
import { IdentityDemand, sortDemands } from './identity-demand';
import { IdentityProvider, IIdentityProvider } from './identity-provider';
import { IDENTITY_APPLICATION_FOREIGN } from './identity-rules';
import { claimValueOf } from './principal';
import { judgeAgain, reportEvaluation } from '../cdk/problems';
import { registerApplication } from '../manifest/manifest-file';
import { describeFinding, evaluate, Evaluation, finding } from '../rules/rule';
import { ValidationError } from '../rules/validation-error';

/** An OAuth client that uses brokers. */
export interface IIdentityApplication extends IConstruct {
  /** The provider where the client is registered. */
  readonly identityProvider: IIdentityProvider;

  /** The client id, which token requests send as `client_id`. */
  readonly clientId: string;

  /**
   * The value of `sub` in the application's own tokens.
   *
   * @default - not known: the provider makes it up
   */
  readonly subject?: string;

  /**
   * What whoever administers the identity provider has to create so that every right granted so far works, as Markdown.
   *
   * Nothing of it is created here.
   */
  checklist(): string;
}

/** What names an application that exists. */
export interface IdentityApplicationAttributes {
  /** The provider where the client is registered. */
  readonly identityProvider: IIdentityProvider;

  /**
   * The client id.
   *
   * Reported by `IDENTITY_CLIENT_ID` and `IDENTITY_CLIENT_ID_FORM`.
   */
  readonly clientId: string;

  /**
   * The value of `sub` in the application's own tokens.
   *
   * Needed where rights hang on it and the provider makes it up: the id of the service account user at Keycloak, the object id of the
   * service principal at Entra. Reported by `IDENTITY_PRINCIPAL_UNKNOWN` and `IDENTITY_SUBJECT_FORM`.
   *
   * @default - the client id at Okta and UAA, the client id and `@clients` at Auth0, elsewhere not known
   */
  readonly subject?: string;

  /**
   * Ids of rules whose warnings are known and accepted.
   *
   * @default - every warning is shown
   */
  readonly acknowledge?: string[];
}

/**
 * An OAuth client that uses brokers, registered at an identity provider.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { IdentityApplication, IIdentityProvider } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * declare const sso: IIdentityProvider;
 * IdentityApplication.fromClientId(stack, 'Orders', { identityProvider: sso, clientId: 'orders' });
 */
export abstract class IdentityApplication extends Construct implements IIdentityApplication {
  /** An application that exists at the identity provider; nothing is created there. */
  public static fromClientId(scope: Construct, id: string, attributes: IdentityApplicationAttributes): IIdentityApplication {
    return new ReferencedApplication(scope, id, attributes);
  }

  /** The construct behind the interface; an error for one that another library made up. @internal */
  public static _of(application: IIdentityApplication): IdentityApplication {
    if ('_demand' in application) {
      return application as IdentityApplication;
    }
    const found = finding(IDENTITY_APPLICATION_FOREIGN, 'application', { message: 'must be made by IdentityApplication' });
    throw new ValidationError([{ path: application.node.path, text: describeFinding(found) }]);
  }

  public readonly identityProvider: IIdentityProvider;
  public readonly clientId: string;
  public readonly subject?: string;
  private readonly toldSubject: string | undefined;
  private demands: readonly IdentityDemand[] = [];
  private newDemands: IdentityDemand[] = [];
  private evaluation: Evaluation | undefined;

  constructor(scope: Construct, id: string, attributes: IdentityApplicationAttributes) {
    super(scope, id);
    this.identityProvider = attributes.identityProvider;
    this.clientId = attributes.clientId;
    this.toldSubject = attributes.subject;
    this.subject = this._claimValue('sub');
    reportEvaluation(this, () => this._evaluate(), attributes.acknowledge);
    registerApplication(this);
  }

  public checklist(): string {
    const { issuer, kind } = this.identityProvider;
    return renderChecklist({ application: this.node.path, clientId: this.clientId, provider: { issuer, kind }, demands: this._demands });
  }

  /** Value of a claim in the application's own tokens; undefined when nobody knows it. @internal */
  public _claimValue(claim: string): string | undefined {
    return claimValueOf(IdentityProvider._of(this.identityProvider)._profile(), this.clientId, this.toldSubject, claim);
  }

  /** Remembers what a broker needs of the provider; the same demand again is the same demand. @internal */
  public _demand(demand: IdentityDemand): void {
    this.newDemands.push(demand);
    this.evaluation = undefined;
    judgeAgain(this);
  }

  /** Every demand so far, without repetition, in a fixed order. @internal */
  public get _demands(): readonly IdentityDemand[] {
    if (this.newDemands.length > 0) {
      this.demands = sortDemands([...this.demands, ...this.newDemands]);
      this.newDemands = [];
    }
    return this.demands;
  }

  /** The rules on the client and on what is demanded for it. @internal */
  public _evaluate(): Evaluation {
    this.evaluation ??= evaluate(APPLICATION_RULES, {
      provider: IdentityProvider._of(this.identityProvider)._model,
      clientId: this.clientId,
      subject: this.toldSubject,
      demands: this._demands,
    });
    return this.evaluation;
  }
}

/** A client that exists at the provider. */
class ReferencedApplication extends IdentityApplication {}
