import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { addBlock, addressOf, Attributes } from '../../cdk/block';
import { requireProvider } from '../../cdk/required-providers';
import type { FitApplication } from '../../identity/fit/fit-subject';
import { IdentityApplication, IIdentityApplication } from '../../identity/identity-application';
import { IdentityProvider } from '../../identity/identity-provider';
import { describeFinding, evaluate, Evaluation, finding, joinEvaluations } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';
import { TemplateBuilder, VERBATIM } from '../../text/template';
import { isUnresolvedList } from '../../text/unresolved';
import { BrokerCore } from '../broker-core';
import { BrokerOAuth } from '../broker-oauth';
import { GrantConsumeOptions, GrantPublishOptions, GrantResult } from '../grant';
import { TokenNeeds } from '../token-needs';
import { describePermission, HiveMqAccess } from './access';
import { ConstructFacts, settingsOf, sortRights } from './construct-settings';
import { HIVEMQ } from './core';
import { LITERAL_DESTINATIONS } from './grant-rules';
import { GrantPlan, planConsume, planPublish } from './grants';
import { HiveMqOAuthProps } from './hivemq-oauth-props';
import { issuersOf } from './requirements';
import { HiveMqPermission, HiveMqSettings } from './settings';
import { HiveMqConfigMapOptions } from './target';
import { HIVEMQ_CONFIG_MAP_TARGET, HIVEMQ_TARGET_RULES } from './target-rules';

/** An application and what it may do. */
interface Grantee {
  readonly application: IdentityApplication;
  readonly permissions: HiveMqPermission[];
}

/**
 * OAuth 2.0 of HiveMQ's Enterprise Security Extension.
 *
 * Rights live in the extension's file realm: a user for each application, found by a string claim of its tokens. Clients send the token as
 * the MQTT password. The extension does not reload its configuration, so every change restarts it.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html
 */
export class HiveMqOAuth extends BrokerOAuth {
  private readonly props: HiveMqOAuthProps;
  private readonly grantees = new Map<string, Grantee>();
  private readonly roles = new Map<string, HiveMqPermission[]>();
  private readonly literals: string[] = [];
  private readonly configMap: Cdktf.TerraformResource | undefined;

  constructor(scope: Construct, id: string, props: HiveMqOAuthProps) {
    super(scope, id, props);
    this.props = props;
    this.configMap = props.target?._configMap === undefined ? undefined : this.addConfigMap(props.target._configMap);
  }

  public get brokerKind(): string {
    return HIVEMQ.kind;
  }

  /** Gives an application a right in HiveMQ's own words. */
  public grant(application: IIdentityApplication, access: HiveMqAccess): GrantResult {
    return this.give(application, access, undefined);
  }

  /**
   * Gives a right to everybody whose token names a role, for which `roleClaim` is needed.
   *
   * @param role the role as the claim holds it
   */
  public grantToRole(role: string, access: HiveMqAccess): void {
    this.roles.set(role, [...(this.roles.get(role) ?? []), access._permission]);
    this._changed();
  }

  /**
   * Lets an application publish to a topic: every QoS, retained messages only when asked for.
   *
   * A prefix reaches more than topics that begin with it, since filters end in whole levels, so it needs `acceptWider`.
   *
   * @param application who may publish
   * @param destination the topic; a topic filter with `match: DestinationMatch.PATTERN`
   */
  public grantPublish(application: IIdentityApplication, destination: string, options: GrantPublishOptions = {}): GrantResult {
    return this.carryOut('grantPublish', application, planPublish(destination, options));
  }

  /**
   * Lets an application subscribe to a topic, as a shared subscription only when asked for.
   *
   * @param application who may subscribe
   * @param destination the topic; a topic filter with `match: DestinationMatch.PATTERN`
   */
  public grantConsume(application: IIdentityApplication, destination: string, options: GrantConsumeOptions = {}): GrantResult {
    return this.carryOut('grantConsume', application, planConsume(destination, options));
  }

  /**
   * Name of the ConfigMap, for `configMapName` of the extension in the platform chart's values.
   *
   * The same name goes into `additionalVolumes`, which mounts the file realm. It holds a hash of the content, so a change of settings
   * changes the values and the operator restarts the nodes one by one.
   */
  public get configMapName(): string {
    if (this.configMap === undefined) {
      const problem = finding(HIVEMQ_CONFIG_MAP_TARGET, 'configMapName', { message: 'is there for a ConfigMap only' });
      throw new ValidationError([{ path: this.node.path, text: describeFinding(problem) }]);
    }
    // As a value that only Terraform knows, so that a rolling restart takes it too.
    return this.configMap.getStringAttribute('metadata[0].name');
  }

  /** @internal */
  public get _core(): BrokerCore<any> {
    return HIVEMQ;
  }

  /** @internal */
  public get _version(): string | undefined {
    return this.props.brokerVersion.version;
  }

  /** @internal */
  public _settings(): HiveMqSettings {
    return settingsOf(this.props, this.facts());
  }

  /** @internal */
  public _needs(settings: HiveMqSettings): TokenNeeds {
    const { issuer } = this.identityProvider;
    const needs = this._core.needs(settings, this._version);
    // Any of several issuers will do, so the provider's own is the one that counts here.
    return issuersOf(settings).includes(issuer) ? { ...needs, issuer } : needs;
  }

  /** @internal */
  public get _target(): string {
    return this.configMap === undefined ? 'files' : 'kubernetes-config-map';
  }

  /** @internal */
  public _secretVersions(): { readonly [name: string]: string } {
    return this.props.secretVersions ?? {};
  }

  /** @internal */
  public _inPlaceBy(): string[] {
    return this.configMap === undefined ? [] : [addressOf(this.configMap)];
  }

  /** @internal */
  public _applications(): readonly FitApplication[] {
    return [...this.grantees].map(([clientId, { application }]) => ({ clientId, principal: this.principalOf(application) }));
  }

  /** @internal */
  public _evaluateConstruct(): Evaluation {
    const target = {
      configMap: this.props.target?._configMap,
      version: this._version,
      principalClaim: this.principalClaim,
      ownAuthorization: this.props.authorizationManager !== undefined,
      grantedRoles: [...this.roles.keys()],
      readsRoles: this.props.roleClaim !== undefined,
    };
    return joinEvaluations([evaluate(HIVEMQ_TARGET_RULES, target), evaluate([LITERAL_DESTINATIONS], { topics: this.literals })]);
  }

  /** Scopes that every token must carry; a list that is known only at apply cannot be told one by one. */
  private get demandedScopes(): readonly string[] {
    const { scopes = [] } = this.props;
    return isUnresolvedList(scopes) ? [] : scopes;
  }

  private get principalClaim(): string | undefined {
    return this.props.authorizationKeyClaim ?? IdentityProvider._of(this.identityProvider)._profile().clientIdClaim;
  }

  private principalOf(application: IdentityApplication): string | undefined {
    return this.principalClaim === undefined ? undefined : application._claimValue(this.principalClaim);
  }

  private facts(): ConstructFacts {
    const [scopes] = IdentityProvider._of(this.identityProvider)._profile().scopeClaims;
    const users = [...this.grantees.values()].flatMap(({ application, permissions }) => {
      const holder = this.principalOf(application);
      return holder === undefined ? [] : [{ holder, permissions }];
    });
    const roles = [...this.roles].map(([holder, permissions]) => ({ holder, permissions }));
    return { principalClaim: this.principalClaim, scopeClaim: scopes?.name, users: sortRights(users), roles: sortRights(roles) };
  }

  private carryOut(method: string, application: IIdentityApplication, plan: GrantPlan): GrantResult {
    if (plan.access === undefined) {
      throw new ValidationError(plan.problems.map((found) => ({ path: `${this.node.path}.${method}`, text: describeFinding(found) })));
    }
    if (plan.literal !== undefined) {
      this.literals.push(plan.literal);
    }
    return this.give(application, plan.access, plan.wider);
  }

  private give(to: IIdentityApplication, access: HiveMqAccess, widerThanAsked: string | undefined): GrantResult {
    const application = IdentityApplication._of(to);
    const grantee = this.grantees.get(application.clientId) ?? { application, permissions: [] };
    this.grantees.set(application.clientId, grantee);
    grantee.permissions.push(access._permission);
    this.demand(application, access);
    this._changed();
    return this._granted({
      broker: this.node.path,
      clientId: application.clientId,
      rights: [describePermission(access._permission)],
      scopes: [...this.demandedScopes],
      ...(widerThanAsked === undefined ? {} : { widerThanAsked }),
    });
  }

  private demand(application: IdentityApplication, access: HiveMqAccess): void {
    const broker = this.node.path;
    if (this.props.audience !== undefined) {
      application._demand({ broker, kind: 'audience', value: this.props.audience, reason: 'the broker lets in no token without it' });
    }
    for (const scope of this.demandedScopes) {
      application._demand({ broker, kind: 'scope', value: scope, reason: 'the broker lets in no token without it' });
    }
    if (this.principalClaim !== undefined) {
      application._demand({ broker, kind: 'claim', value: this.principalClaim, reason: `leads to the right to ${access}` });
    }
  }

  private addConfigMap(options: HiveMqConfigMapOptions): Cdktf.TerraformResource {
    requireProvider(this, { name: 'kubernetes', source: 'hashicorp/kubernetes', version: '~> 3.2' });
    const attributes = (): Attributes | undefined => {
      if (this._model().files.length === 0) {
        return undefined;
      }
      const input = `${this._settingsAddress}.input`;
      const prefix = this.written(options.namePrefix ?? 'hivemq-ese');
      const labels = Object.entries(options.labels ?? {}).map(([name, value]) => [this.written(name), this.written(value)]);
      return {
        metadata: [{
          name: `${prefix}-\${substr(sha256(jsonencode(${input})), 0, 10)}`,
          ...(options.namespace === undefined ? {} : { namespace: this.written(options.namespace) }),
          ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
        }],
        data: `\${${input}}`,
        // A changed ConfigMap is another one; the old one stays until the platform uses the new one.
        immutable: true,
        lifecycle: { create_before_destroy: true },
        depends_on: [...this._dependencies(), this._settingsAddress],
      };
    };
    this._alsoReferences(() => attributes());
    return addBlock(this, 'ConfigMap', { type: 'kubernetes_config_map_v1', attributes });
  }

  private written(text: string): string {
    return this._text(new TemplateBuilder().value(text, VERBATIM).build());
  }
}
