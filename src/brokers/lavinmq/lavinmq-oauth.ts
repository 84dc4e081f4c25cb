import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { addBlock, addressOf, Attributes } from '../../cdk/block';
import { requireProvider } from '../../cdk/required-providers';
import type { FitApplication } from '../../identity/fit/fit-subject';
import { IdentityApplication, IIdentityApplication } from '../../identity/identity-application';
import { addSettingsPreflight } from '../../restart/settings-preflight';
import { describeFinding, evaluate, Evaluation, findingsOnly, joinEvaluations } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';
import { escapeTemplate } from '../../text/hcl';
import { VERBATIM } from '../../text/template';
import { isUnresolved, Value } from '../../text/unresolved';
import { BrokerCore } from '../broker-core';
import { BrokerOAuth } from '../broker-oauth';
import { GrantConsumeOptions, GrantPublishOptions, GrantResult } from '../grant';
import { LavinMqAccess } from './access';
import { cloudAmqpAttributes } from './cloud-amqp-attributes';
import { LAVINMQ } from './core';
import { GrantPlan, judgeGrants, planConsume, planPublish } from './grants';
import { LavinMqOAuthProps } from './lavinmq-oauth-props';
import { settingsOf } from './props-settings';
import { expectedAudience, LavinMqSettings, scopePrefixOf, verifiesAudience } from './settings';
import { LAVINMQ_TARGET_RULES } from './target-rules';

/** The application's rights, one a scope. */
interface Grantee {
  readonly application: IdentityApplication;
  readonly accesses: Map<string, LavinMqAccess>;
}

/**
 * OAuth 2.0 of LavinMQ, on CloudAMQP or on nodes of one's own.
 *
 * Rights live in scopes at the identity provider: a grant becomes a scope that the application's tokens must carry, in the form that the
 * broker decodes. Nothing about applications stands in the broker's own settings.
 *
 * @example
 * import { Construct } from 'constructs';
 * import {
 *   IIdentityApplication, IIdentityProvider, LavinMqAccess, LavinMqOAuth, LavinMqTarget, LavinMqVersion,
 * } from 'cdktf-broker-oauth';
 *
 * declare const stack: Construct;
 * declare const sso: IIdentityProvider;
 * declare const orders: IIdentityApplication;
 *
 * const lavinMq = new LavinMqOAuth(stack, 'LavinMq', {
 *   identityProvider: sso,
 *   audience: 'messaging',
 *   resourceServerId: 'lavinmq',
 *   brokerVersion: LavinMqVersion.V2_9_1,
 *   target: LavinMqTarget.selfHosted(),
 *   mqttPermissionCheckEnabled: true,
 * });
 * lavinMq.grantPublish(orders, 'orders');
 * lavinMq.grant(orders, LavinMqAccess.read('/', 'orders.*'));
 *
 * @see https://lavinmq.com/documentation/oauth2-authentication
 */
export class LavinMqOAuth extends BrokerOAuth {
  private readonly props: LavinMqOAuthProps;
  private readonly settings: LavinMqSettings;
  private readonly grantees = new Map<string, Grantee>();
  private readonly configuration: Cdktf.TerraformResource | undefined;

  constructor(scope: Construct, id: string, props: LavinMqOAuthProps) {
    super(scope, id, props);
    this.props = props;
    this.settings = settingsOf(props);
    this.configuration = this.addConfiguration();
  }

  public get brokerKind(): string {
    return LAVINMQ.kind;
  }

  /** Gives an application a right in LavinMQ's own words. */
  public grant(application: IIdentityApplication, access: LavinMqAccess): GrantResult {
    return this.give(application, [access], undefined);
  }

  /**
   * Lets an application publish: `write` on the exchange.
   *
   * The default exchange (the empty name, or `amq.default`) is reached by `*` only, and MQTT has no rights per topic; both need `acceptWider`.
   *
   * @param application who may publish
   * @param destination the exchange; over MQTT the topic
   */
  public grantPublish(application: IIdentityApplication, destination: string, options: GrantPublishOptions = {}): GrantResult {
    return this.carryOut('grantPublish', application, planPublish(destination, options, this.settings.mqttPermissionCheckEnabled));
  }

  /**
   * Lets an application consume: `read` on the queue, with `declare` also `configure`.
   *
   * Binding the queue takes more: `read` on the exchange and `write` on the queue, see `grant`.
   *
   * @param application who may consume
   * @param destination the queue; over MQTT the topic
   */
  public grantConsume(application: IIdentityApplication, destination: string, options: GrantConsumeOptions = {}): GrantResult {
    return this.carryOut('grantConsume', application, planConsume(destination, options, this.settings.mqttPermissionCheckEnabled));
  }

  /** @internal */
  public get _core(): BrokerCore<any> {
    return LAVINMQ;
  }

  /** @internal */
  public get _version(): string | undefined {
    return this.props.brokerVersion?.version;
  }

  /** @internal */
  public _settings(): LavinMqSettings {
    return this.settings;
  }

  /** @internal */
  public get _target(): string {
    return this.props.target._cloudAmqp === undefined ? 'files' : 'cloudamqp';
  }

  /** @internal */
  public _evaluateConstruct(): Evaluation {
    const target = { instanceId: this.props.target._cloudAmqp?.instanceId, importFrom: this.props.importFrom };
    const grants = [...this.grantees].flatMap(([clientId, { accesses }]) => judgeGrants(clientId, [...accesses.values()], [...accesses.keys()]));
    return joinEvaluations([evaluate(LAVINMQ_TARGET_RULES, target), findingsOnly(grants)]);
  }

  /** @internal */
  public _applications(): readonly FitApplication[] {
    const claim = this._core.needs(this.settings, this._version).principal!.claim;
    return [...this.grantees].map(([clientId, { application, accesses }]) =>
      ({ clientId, principal: application._claimValue(claim), scopes: [...accesses.keys()] }));
  }

  /** @internal */
  public _inPlaceBy(): string[] {
    return this.configuration === undefined ? [] : [addressOf(this.configuration)];
  }

  private carryOut(method: string, application: IIdentityApplication, plan: GrantPlan): GrantResult {
    if (plan.problems.length > 0) {
      throw new ValidationError(plan.problems.map((found) => ({ path: `${this.node.path}.${method}`, text: describeFinding(found) })));
    }
    return this.give(application, plan.accesses, plan.wider);
  }

  private give(to: IIdentityApplication, accesses: readonly LavinMqAccess[], widerThanAsked: string | undefined): GrantResult {
    const application = IdentityApplication._of(to);
    const grantee = this.grantees.get(application.clientId) ?? { application, accesses: new Map() };
    this.grantees.set(application.clientId, grantee);
    for (const access of accesses) {
      const scope = access._scope(scopePrefixOf(this.settings));
      grantee.accesses.set(scope, access);
      application._demand({ broker: this.node.path, kind: 'scope', value: scope, reason: `gives ${access}` });
    }
    this.demandAudience(application);
    this._changed();
    return this._granted({
      broker: this.node.path,
      clientId: application.clientId,
      rights: accesses.map((access) => access.toString()),
      scopes: accesses.map((access) => access._scope(scopePrefixOf(this.settings))),
      ...(widerThanAsked === undefined ? {} : { widerThanAsked }),
    });
  }

  private demandAudience(application: IdentityApplication): void {
    const audience = expectedAudience(this.settings);
    if (verifiesAudience(this.settings) && audience !== undefined) {
      application._demand({ broker: this.node.path, kind: 'audience', value: audience, reason: 'the broker lets in no token without it' });
    }
  }

  /** The resource that puts the settings in place at CloudAMQP, after the check that today's tokens survive them. */
  private addConfiguration(): Cdktf.TerraformResource | undefined {
    const target = this.props.target._cloudAmqp;
    if (target === undefined) {
      return undefined;
    }
    requireProvider(this, { name: 'cloudamqp', source: 'cloudamqp/cloudamqp', version: '~> 1.45' });
    const preflight = addSettingsPreflight(this, { kind: 'cloudamqp', instanceId: target.instanceId, baseUrl: target.baseUrl });
    const attributes = (): Attributes => ({
      instance_id: isUnresolved(target.instanceId) ? this.written(target.instanceId) : Number(target.instanceId),
      ...Object.fromEntries(Object.entries(cloudAmqpAttributes(this.settings)).map(([name, value]) => [name, this.written(value)])),
      depends_on: [...this._dependencies(), this._settingsAddress, preflight],
    });
    this._alsoReferences(attributes);
    return addBlock(this, 'Configuration', { type: 'cloudamqp_oauth2_configuration', attributes, importId: this.props.importFrom });
  }

  /** A value as Terraform text; a list known only at apply becomes one reference, of which Terraform keeps the type. */
  private written(value: Value): unknown {
    if (isUnresolved(value)) {
      return this._text([{ value, encoding: VERBATIM }]);
    }
    if (Array.isArray(value)) {
      return value.map(escapeTemplate);
    }
    return typeof value === 'string' ? escapeTemplate(value) : value;
  }
}
