import { Construct } from 'constructs';
import type { FitApplication } from '../../identity/fit/fit-subject';
import { IdentityApplication, IIdentityApplication } from '../../identity/identity-application';
import { describeFinding, evaluate } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';
import { isUnresolvedList } from '../../text/unresolved';
import { BrokerCore } from '../broker-core';
import { BrokerOAuth } from '../broker-oauth';
import { GrantConsumeOptions, GrantPublishOptions, GrantResult } from '../grant';
import { KafkaAccess } from './access';
import { AIVEN_KAFKA } from './core';
import { grantEntries, GrantRequest, REQUEST_RULES } from './grants';
import { KafkaOAuthProps } from './kafka-oauth-props';
import { AivenKafkaSettings, DEFAULT_SUB_CLAIM, withoutAbsent } from './settings';

/** What one application was given. */
interface Grantee {
  readonly application: IdentityApplication;
  readonly accesses: KafkaAccess[];
}

/**
 * What the OAuth 2.0 side of every Kafka has: settings, and rights as access control entries of principals.
 *
 * The principal of an application is `User:` and the value of the subject claim in its tokens. Scopes and roles in a token play no part.
 */
export abstract class KafkaOAuth extends BrokerOAuth {
  private readonly kafkaProps: KafkaOAuthProps;
  private readonly grantees = new Map<string, Grantee>();

  constructor(scope: Construct, id: string, props: KafkaOAuthProps) {
    super(scope, id, props);
    this.kafkaProps = props;
  }

  public get brokerKind(): string {
    return AIVEN_KAFKA.kind;
  }

  /** Gives an application a right in Kafka's own words. */
  public grant(application: IIdentityApplication, access: KafkaAccess): GrantResult {
    return this.give(application, access);
  }

  /**
   * Lets an application produce: `Write` and `Describe` on the topic.
   *
   * @param application who may produce
   * @param destination name of the topic, or with `match` its beginning
   */
  public grantPublish(application: IIdentityApplication, destination: string, options: GrantPublishOptions = {}): GrantResult {
    return this.carryOut('grantPublish', application, { kind: 'publish', destination, options });
  }

  /**
   * Lets an application consume: `Read` and `Describe` on the topic, `Read` on the consumer group.
   *
   * @param application who may consume
   * @param destination name of the topic, or with `match` its beginning
   * @param options `group` is required
   */
  public grantConsume(application: IIdentityApplication, destination: string, options: GrantConsumeOptions = {}): GrantResult {
    return this.carryOut('grantConsume', application, { kind: 'consume', destination, options });
  }

  /** @internal */
  public get _core(): BrokerCore<any> {
    return AIVEN_KAFKA;
  }

  /** @internal */
  public get _version(): string | undefined {
    return this.kafkaProps.brokerVersion?.version;
  }

  /** @internal */
  public _settings(): AivenKafkaSettings {
    const { identityProvider, kafkaProps: { jwksEndpointUrl, issuer, audience, subClaimName } } = this;
    const granted = [...this.grantees.values()].flatMap(({ application, accesses }) => {
      const subject = this._subjectOf(application);
      // A subject that nobody knows is reported by the rules between provider and broker.
      return subject === undefined ? [] : accesses.map((access) => ({ access, subject }));
    });
    return withoutAbsent({
      target: this._targetSettings(),
      jwksEndpointUrl: jwksEndpointUrl ?? identityProvider.jwksUri,
      issuer: issuer ?? identityProvider.issuer,
      audience,
      subClaimName,
      nativeAcls: granted.flatMap(({ access, subject }) => access._nativeAcls(subject)),
      aivenAcls: granted.flatMap(({ access, subject }) => access._aivenAcls(subject)),
    });
  }

  /** Where the settings go. @internal */
  public abstract _targetSettings(): AivenKafkaSettings['target'];

  /** @internal */
  public _applications(): readonly FitApplication[] {
    return [...this.grantees.values()].map(({ application }) => ({ clientId: application.clientId, principal: this._subjectOf(application) }));
  }

  /** The value of the subject claim in an application's own tokens; undefined when nobody knows it. @internal */
  public _subjectOf(application: IdentityApplication): string | undefined {
    return application._claimValue(this.kafkaProps.subClaimName ?? DEFAULT_SUB_CLAIM);
  }

  /** Called for every right given, so that resources can be made for it. @internal */
  protected _onGrant(_application: IdentityApplication, _access: KafkaAccess): void {
    // Brokers of one's own take rights from a file.
  }

  private carryOut(method: string, application: IIdentityApplication, request: GrantRequest): GrantResult {
    const path = `${this.node.path}.${method}`;
    const { findings } = evaluate(REQUEST_RULES, request);
    if (findings.length > 0) {
      throw new ValidationError(findings.map((found) => ({ path, text: describeFinding(found) })));
    }
    return this.give(application, KafkaAccess._literal(path, grantEntries(request)));
  }

  private give(to: IIdentityApplication, access: KafkaAccess): GrantResult {
    const application = IdentityApplication._of(to);
    const key = application.node.path;
    const known = this.grantees.get(key);
    const grantee = known ?? { application, accesses: [] };
    grantee.accesses.push(access);
    if (known === undefined) {
      this.grantees.set(key, grantee);
      // Whatever the rights, tokens must carry the same.
      this.demand(application);
    }
    this._onGrant(application, access);
    this._changed();
    return this._granted({ broker: this.node.path, clientId: application.clientId, rights: access.rights, scopes: [] });
  }

  /** What tokens of the application must carry: one of the audiences, and the claim that names the principal. */
  private demand(application: IdentityApplication): void {
    const [audience] = this.kafkaProps.audience;
    if (audience !== undefined && !isUnresolvedList(this.kafkaProps.audience)) {
      application._demand({ broker: this.node.path, kind: 'audience', value: audience, reason: 'the broker lets in no token without it' });
    }
    const claim = this.kafkaProps.subClaimName ?? DEFAULT_SUB_CLAIM;
    const subject = this._subjectOf(application);
    if (claim === DEFAULT_SUB_CLAIM && subject !== undefined) {
      application._demand({ broker: this.node.path, kind: 'subject', value: subject, reason: 'it names the principal whose entries decide' });
    } else if (claim !== DEFAULT_SUB_CLAIM) {
      application._demand({ broker: this.node.path, kind: 'claim', value: claim, reason: 'it names the principal whose entries decide' });
    }
  }
}
