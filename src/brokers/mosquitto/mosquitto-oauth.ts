import { Construct } from 'constructs';
import type { FitApplication } from '../../identity/fit/fit-subject';
import { IdentityApplication, IIdentityApplication } from '../../identity/identity-application';
import { JsonMembers, PreviewCase } from '../../preview/case';
import { DeliveryMode } from '../../restart/restart-node';
import { describeFinding, Evaluation, Precondition } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';
import { byCodePoint } from '../../text/canonical';
import { BrokerCore } from '../broker-core';
import { BrokerOAuth } from '../broker-oauth';
import { GrantConsumeOptions, GrantPublishOptions, GrantResult } from '../grant';
import { MosquittoAccess } from './access';
import { MOSQUITTO } from './core';
import { GrantedApplication, GrantPlan, judgeGrants, planConsume, planPublish } from './grants';
import { MosquittoOAuthProps } from './mosquitto-oauth-props';
import { onlyMember } from './requirements';
import { MosquittoSettings } from './settings';
import { settingsOf } from './settings-of';

interface Grantee {
  readonly application: IdentityApplication;
  readonly accesses: MosquittoAccess[];
}

/**
 * OAuth 2.0 of Pro Mosquitto: its token plugin lets clients in, dynamic security says what they may do.
 *
 * Three files come of it: `jwt.json`, lines of `mosquitto.conf` and entries of `dynamic-security.json`. A grant makes an account, named by
 * the value of `sub` (or of another claim) in the application's tokens, with a role of its own. Entries and lines of others are kept.
 *
 * @see https://docs.cedalo.com/mosquitto/security/clients/mosquitto-jwt-auth
 */
export class MosquittoOAuth extends BrokerOAuth {
  private readonly props: MosquittoOAuthProps;
  private readonly grantees = new Map<string, Grantee>();
  private readonly preconditions: Precondition[] = [];

  constructor(scope: Construct, id: string, props: MosquittoOAuthProps) {
    super(scope, id, props);
    this.props = props;
  }

  public get brokerKind(): string {
    return MOSQUITTO.kind;
  }

  /** Gives an application a right, or a prohibition, in Mosquitto's own words. */
  public grant(application: IIdentityApplication, access: MosquittoAccess): GrantResult {
    return this.give(application, { accesses: [access], problems: [], preconditions: [] });
  }

  /**
   * Lets an application publish: `publishClientSend` on the topic.
   *
   * @param application who may publish
   * @param destination the topic; with `match` a prefix that ends in a slash, or a topic filter
   */
  public grantPublish(application: IIdentityApplication, destination: string, options: GrantPublishOptions = {}): GrantResult {
    return this.carryOut('grantPublish', application, planPublish(destination, options));
  }

  /**
   * Lets an application consume: `subscribePattern` on the topic, and `publishClientReceive` unless `defaultAclAccess` allows it.
   *
   * With `shared` also a subscription shared with others, of any group or of `group` alone.
   *
   * @param application who may consume
   * @param destination the topic; with `match` a prefix that ends in a slash, or a topic filter
   */
  public grantConsume(application: IIdentityApplication, destination: string, options: GrantConsumeOptions = {}): GrantResult {
    const receives = this.props.defaultAclAccess?.publishClientReceive === true;
    return this.carryOut('grantConsume', application, planConsume(destination, options, receives));
  }

  /** @internal */
  public get _core(): BrokerCore<any> {
    return MOSQUITTO;
  }

  /** @internal */
  public get _version(): string | undefined {
    return this.props.brokerVersion?.version;
  }

  /** @internal */
  public _settings(): MosquittoSettings {
    return settingsOf(this.props, this.identityProvider, this.granteeList());
  }

  /** @internal */
  public _evaluateConstruct(): Evaluation {
    return { findings: judgeGrants(this.granteeList()), preconditions: this.preconditions, deferred: [] };
  }

  /** @internal */
  public _applications(): readonly FitApplication[] {
    return this.granteeList().map(({ clientId, username }) => ({ clientId, principal: username }));
  }

  /** @internal */
  public _loginNames(claims: JsonMembers): Pick<PreviewCase, 'username' | 'mqttClientId'> {
    const { matchClientIdToSubject, matchClientIdToClaim = matchClientIdToSubject === true ? 'sub' : undefined } = this.props;
    return { username: textIn(claims, this.claim), mqttClientId: textIn(claims, matchClientIdToClaim) };
  }

  /** The broker rewrites its dynamic security file while it runs, and would overwrite ours. @internal */
  public get _delivery(): DeliveryMode {
    return DeliveryMode.WHILE_STOPPED;
  }

  /** @internal */
  public _secretVersions(): { readonly [name: string]: string } {
    const sources = [...this.props.keys?._sources ?? [], ...this.props.revocation?._sources ?? []];
    return Object.fromEntries(sources.flatMap((source) => (source._version === undefined ? [] : [[source._name, source._version]])));
  }

  private carryOut(method: string, application: IIdentityApplication, plan: GrantPlan): GrantResult {
    if (plan.problems.length > 0) {
      throw new ValidationError(plan.problems.map((found) => ({ path: `${this.node.path}.${method}`, text: describeFinding(found) })));
    }
    return this.give(application, plan);
  }

  private give(to: IIdentityApplication, plan: GrantPlan): GrantResult {
    const application = IdentityApplication._of(to);
    const grantee = this.grantees.get(application.clientId) ?? { application, accesses: [] };
    this.grantees.set(application.clientId, grantee);
    grantee.accesses.push(...plan.accesses);
    this.preconditions.push(...plan.preconditions);
    this.demand(application);
    this._changed();
    return this._granted({
      broker: this.node.path,
      clientId: application.clientId,
      rights: plan.accesses.map((access) => access.toString()),
      scopes: [],
      ...(plan.wider === undefined ? {} : { widerThanAsked: plan.wider }),
    });
  }

  /** What the identity provider must put into the application's tokens. */
  private demand(application: IdentityApplication): void {
    const { audience, audiences } = this.props;
    const wanted = audience ?? onlyMember(audiences);
    if (wanted !== undefined) {
      application._demand({ broker: this.node.path, kind: 'audience', value: wanted, reason: 'the broker lets in no token without it' });
    }
    const username = this.usernameOf(application);
    if (this.claim === 'sub' && username !== undefined) {
      application._demand({ broker: this.node.path, kind: 'subject', value: username, reason: 'the account with the application\'s rights has this name' });
    } else if (this.claim !== undefined && this.claim !== 'sub') {
      application._demand({ broker: this.node.path, kind: 'claim', value: this.claim, reason: 'it names the account with the application\'s rights' });
    }
  }

  private granteeList(): readonly GrantedApplication[] {
    return [...this.grantees].sort(([a], [b]) => byCodePoint(a, b))
      .map(([clientId, { application, accesses }]) => ({ clientId, username: this.usernameOf(application), accesses }));
  }

  private usernameOf(application: IdentityApplication): string | undefined {
    return this.claim === undefined ? undefined : application._claimValue(this.claim);
  }

  /** The claim that the MQTT user name must be; undefined when none is matched, which is an error of its own. */
  private get claim(): string | undefined {
    return this.props.matchUsernameToSubject ?? this.props.matchUsernameToClaim === undefined ? 'sub' : this.props.matchUsernameToClaim;
  }
}

function textIn(claims: JsonMembers, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : claims[name];
  return typeof value === 'string' ? value : undefined;
}
