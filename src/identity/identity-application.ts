import { Construct, IConstruct } from 'constructs';
import { APPLICATION_RULES, SubjectPrincipal, UserSubjectKind } from './application-rules';
import { renderChecklist, renderCreated } from './checklist';
import { IdentityApplicationAttributes, IdentityApplicationProps } from './identity-application-props';
import { IdentityDemand, sortDemands } from './identity-demand';
import { IdentityProvider, IIdentityProvider } from './identity-provider';
import { IDENTITY_APPLICATION_FOREIGN } from './identity-rules';
import { claimValueOf } from './principal';
import { ClientAuthentication } from './registration/client-authentication';
import { CreatedClient } from './registration/created-client';
import { hangsOnSubject, naturalClaims, needsSubject, RegisteredApplication } from './registration/registration';
import { IDENTITY_SECRET_OUTPUT, REGISTRATION_RULES } from './registration/registration-rules';
import { cdkOf, stackOf } from '../cdk/binding';
import { judgeAgain, reportEvaluation, revisionOf } from '../cdk/problems';
import { applicationsOf, registerApplication } from '../manifest/manifest-file';
import { describeFinding, evaluate, Evaluation, finding, joinEvaluations } from '../rules/rule';
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
   * Of an application that is created it says how to ask for tokens, since nothing else is left to do.
   */
  checklist(): string;
}

/**
 * An OAuth client that uses brokers, created at an identity provider.
 *
 * With it stand scopes, audience, mappers and whatever else its tokens need for the rights that brokers grant it. Keycloak, Okta, Auth0 and
 * Entra are created with; elsewhere, and for a client that exists, there is `fromClientId`.
 *
 * @example
 * import { Construct } from 'constructs';
 * import { IdentityApplication, IIdentityProvider } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * declare const sso: IIdentityProvider;
 * new IdentityApplication(stack, 'Orders', { identityProvider: sso, clientId: 'orders-service' });
 */
export class IdentityApplication extends Construct implements IIdentityApplication {
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
  private readonly props: IdentityApplicationProps;
  private readonly created: CreatedClient | undefined;
  private demands: readonly IdentityDemand[] = [];
  private newDemands: IdentityDemand[] = [];
  private evaluated: { readonly revision: number; readonly evaluation: Evaluation } | undefined;

  constructor(scope: Construct, id: string, props: IdentityApplicationProps) {
    super(scope, id);
    this.identityProvider = props.identityProvider;
    this.props = props;
    this.created = this.create();
    this.clientId = this.created?.clientId ?? props.clientId ?? '';
    reportEvaluation(this, () => this._evaluate(), props.acknowledge);
    registerApplication(this);
    if (props.outputSecret === true && this.created?.secret !== undefined) {
      new (cdkOf(this).TerraformOutput)(this, 'Secret', { value: this.created.secret, sensitive: true });
    }
  }

  /** The value of `sub` in the application's own tokens; undefined while the provider makes it up and no right hangs on it. */
  public get subject(): string | undefined {
    const writtenOnDemand = this.created?.registration.subjects === 'chosen' && !needsSubject(this._registered());
    return writtenOnDemand ? undefined : this._claimValue('sub');
  }

  /**
   * The secret that the provider made up, as a sensitive reference; of several, the one to use.
   *
   * Terraform keeps it in its state. Reading it is an error where there is none (`IDENTITY_SECRET_OUTPUT`).
   */
  public get clientSecret(): string {
    if (this.created?.secret === undefined) {
      const problem = finding(IDENTITY_SECRET_OUTPUT, 'clientSecret', { message: 'cannot be read' });
      throw new ValidationError([{ path: this.node.path, text: describeFinding(problem) }]);
    }
    return this.created.secret;
  }

  public checklist(): string {
    const { issuer, kind } = this.identityProvider;
    const subject = { application: this.node.path, clientId: this.clientId, provider: { issuer, kind }, demands: this._demands };
    return this.created === undefined ? renderChecklist(subject) : renderCreated(subject, this.created.registration.tokenRequest);
  }

  /** Value of a claim in the application's own tokens; undefined when nobody knows it. @internal */
  public _claimValue(claim: string): string | undefined {
    const profile = this.provider._profile();
    if (this.created === undefined) {
      return claimValueOf(profile, this.clientId, this.props.subject, claim);
    }
    const { registration, subject } = this.created;
    const ofUsers = this.props.userLogin !== undefined && ['sub', profile.machineUsername?.claim].includes(claim);
    if (ofUsers) {
      return undefined;
    }
    if (naturalClaims(this.provider._model).includes(claim)) {
      return claimValueOf(profile, this.clientId, subject, claim);
    }
    return registration.ownClaims === 'any' || registration.ownClaims.includes(claim) ? this.clientId : undefined;
  }

  /** Remembers what a broker needs of the provider; the same demand again is the same demand. @internal */
  public _demand(demand: IdentityDemand): void {
    this.newDemands.push(demand);
    this.created?.demand(demand);
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

  /** Whether the application is created, and with it all that its tokens need. @internal */
  public get _isCreated(): boolean {
    return this.created !== undefined;
  }

  /** The application as data. @internal */
  public _registered(demands: readonly IdentityDemand[] = this._demands): RegisteredApplication {
    const { clientId, name, subject, role, outputSecret, userLogin, authentication = ClientAuthentication.secret() } = this.props;
    return {
      path: this.node.path,
      name: name ?? clientId ?? this.node.id,
      clientId,
      subject,
      role,
      outputSecret: outputSecret === true,
      authentication: { method: authentication.method, details: authentication._details },
      users: userLogin === undefined ? undefined : { redirectUris: userLogin.redirectUris, publicClient: userLogin.publicClient === true },
      demands,
    };
  }

  /** The rules on the client and on what is demanded for it. @internal */
  public _evaluate(): Evaluation {
    const revision = revisionOf(this);
    if (this.evaluated?.revision !== revision) {
      this.evaluated = { revision, evaluation: this.judge() };
    }
    return this.evaluated.evaluation;
  }

  /** What `sub` holds in the tokens of users who log in through the client; undefined where none do. @internal */
  protected get _userSubject(): UserSubjectKind | undefined {
    return this.props.userLogin === undefined ? undefined : this.provider._profile().userSubject ?? 'unknown';
  }

  /** Whether the client is to be created. @internal */
  protected get _creates(): boolean {
    return true;
  }

  private get provider(): IdentityProvider {
    return IdentityProvider._of(this.identityProvider);
  }

  private get inOtherStack(): boolean {
    return stackOf(this) !== stackOf(this.identityProvider);
  }

  private create(): CreatedClient | undefined {
    const shared = this._creates && !this.inOtherStack ? this.provider._resources : undefined;
    return shared === undefined ? undefined : new CreatedClient(this, shared, (demands) => this._registered(demands));
  }

  private judge(): Evaluation {
    const { provider, created } = this;
    const common = evaluate(APPLICATION_RULES, {
      provider: provider._model,
      clientId: this.props.clientId,
      subject: this._creates ? undefined : this.props.subject,
      demands: this._demands,
      userSubject: this._userSubject,
      principals: this.principals(),
    });
    if (!this._creates) {
      return common;
    }
    const { _registration: registration, _resources: shared } = provider;
    return joinEvaluations([common, evaluate([...REGISTRATION_RULES, ...registration?.rules ?? []], {
      provider: provider._model,
      registration,
      application: this._registered(),
      neighbours: created === undefined ? [] : shared?.applications() ?? [],
      ownVersion: shared?.ownVersion(),
      otherStack: this.inOtherStack,
    })]);
  }

  /** The applications at the same provider whose rights hang on `sub`. */
  private principals(): readonly SubjectPrincipal[] {
    const neighbours = applicationsOf(this).filter((application) => application.identityProvider === this.identityProvider);
    return neighbours.filter(({ _demands: demands }) => hangsOnSubject(demands)).flatMap((application) => {
      const subject = application._claimValue('sub');
      return subject === undefined ? [] : [{ path: application.node.path, subject }];
    });
  }
}

/** A client that exists at the provider. */
class ReferencedApplication extends IdentityApplication {
  constructor(scope: Construct, id: string, private readonly attributes: IdentityApplicationAttributes) {
    super(scope, id, attributes);
  }

  protected override get _creates(): boolean {
    return false;
  }

  protected override get _userSubject(): UserSubjectKind | undefined {
    if (this.attributes.userFlows !== true) {
      return undefined;
    }
    return this.attributes.userSubject ?? IdentityProvider._of(this.identityProvider)._profile().userSubject ?? 'unknown';
  }
}
