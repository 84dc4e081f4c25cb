import type * as Cdktf from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { BrokerCore, RenderedFile } from './broker-core';
import { BrokerModel, buildModel } from './broker-model';
import { previewBroker } from './broker-preview';
import { BrokerPreviewOptions } from './broker-preview-options';
import { GrantConsumeOptions, GrantPublishOptions, GrantResult } from './grant';
import { TokenNeeds } from './token-needs';
import { ApplyValues } from '../cdk/apply-values';
import { addBlock, addressOf, Attributes } from '../cdk/block';
import { judgeAgain, reportEvaluation } from '../cdk/problems';
import type { FitApplication } from '../identity/fit/fit-subject';
import { IIdentityApplication } from '../identity/identity-application';
import { IIdentityProvider } from '../identity/identity-provider';
import { registerBroker } from '../manifest/manifest-file';
import { JsonMembers, PreviewCase } from '../preview/case';
import { TokenPreview } from '../preview/facade/token-preview';
import { DeliveryMode } from '../restart/restart-node';
import { Evaluation } from '../rules/rule';
import { escapeTemplate } from '../text/hcl';
import { Template } from '../text/template';
import { Value } from '../text/unresolved';

/** What the settings of every broker have in common. */
export interface BrokerOAuthProps {
  /** The identity provider whose tokens the broker accepts. */
  readonly identityProvider: IIdentityProvider;

  /**
   * Ids of rules whose warnings are known and accepted.
   *
   * An id that no rule has is an error (`ACKNOWLEDGED_RULE_UNKNOWN`), so that a typing mistake is noticed.
   *
   * @default - every warning is shown
   */
  readonly acknowledge?: string[];

  /**
   * Path of the manifest of an earlier synthesis, against which a change is judged.
   *
   * With it, a change of audience, issuer, required claim or key is reported at synthesis (`LOCKOUT_NOT_ACCEPTED`); without it the engine
   * judges the files it finds before it touches the first node.
   *
   * @default - judged at apply
   */
  readonly previousManifest?: string;

  /**
   * Whether tokens of today may stop working with this change.
   *
   * @default false - such a change is refused
   */
  readonly acceptLockout?: boolean;

  /**
   * Name of an environment variable of the machine that applies, holding a token that is valid before and after the change.
   *
   * The token is read there and nowhere written.
   *
   * @default - no token is named
   */
  readonly overlapTokenVariable?: string;
}

/** One broker's OAuth 2.0 side, as other constructs see it. */
export interface IBrokerOAuth extends IConstruct {
  /** Stable key of the broker: `lavinmq`, `hivemq`, `mosquitto` or `aiven-kafka`. */
  readonly brokerKind: string;
  /** The identity provider whose tokens the broker accepts. */
  readonly identityProvider: IIdentityProvider;
  /** Lets an application publish to a destination: exchange, topic filter or topic. */
  grantPublish(application: IIdentityApplication, destination: string, options?: GrantPublishOptions): GrantResult;
  /** Lets an application consume from a destination: queue, topic filter or topic. */
  grantConsume(application: IIdentityApplication, destination: string, options?: GrantConsumeOptions): GrantResult;
  /**
   * What the broker would do with a client, by the settings and the grants so far.
   *
   * @param options who logs in, when, and what is asked
   */
  preview(options: BrokerPreviewOptions): TokenPreview;
}

/**
 * What every broker construct does alike: evaluate rules, render settings, carry them, collect grants.
 *
 * A subclass stores its props in fields, implements what is abstract (`brokerKind`, `grantPublish`, `grantConsume`, `_core`, `_version`,
 * `_settings`), and overrides what differs: `_evaluateConstruct` (rules on target, grants and principals), `_travels` (a service takes
 * fields instead of files), `_needs`, `_applications`, `_inPlaceBy`, `_delivery`, `_secretVersions`, `_target`. Nothing here
 * calls the subclass before synthesis, so grants may come at any time; whatever changes the settings ends in `_changed()`, and a grant in
 * `_granted(result)`, which makes asking twice the same as asking once. What belongs at the identity provider goes to the application's
 * `_demand`.
 *
 * Further Terraform resources are made with `addBlock`: attributes are computed at synthesis, literals in them escaped with `_text` or
 * `escapeTemplate`, and `depends_on: this._dependencies()` keeps them behind the gate. A provider is declared with `requireProvider`.
 *
 * Children: `Gate` (preconditions on values known only at apply; left out when there are none), `Settings` (a `terraform_data` whose
 * `input` is the map of file name to text, so that a plan shows changed lines; nodes and other resources read from it) and `Values`
 * (the local list of values known only at apply).
 */
export abstract class BrokerOAuth extends Construct implements IBrokerOAuth {
  public readonly identityProvider: IIdentityProvider;

  /** @internal */
  public readonly _props: BrokerOAuthProps;
  private readonly values: ApplyValues;
  private readonly gate: Cdktf.TerraformResource;
  private readonly settingsResource: Cdktf.TerraformResource;
  private readonly collectors: (() => void)[] = [];
  private readonly granted = new Map<string, GrantResult>();
  private cached: BrokerModel | undefined;

  constructor(scope: Construct, id: string, props: BrokerOAuthProps) {
    super(scope, id);
    this.identityProvider = props.identityProvider;
    this._props = props;
    this.values = new ApplyValues(this, 'Values', () => this.collectReferences());
    this.gate = addBlock(this, 'Gate', { type: 'terraform_data', attributes: () => this.gateAttributes() });
    this.settingsResource = addBlock(this, 'Settings', { type: 'terraform_data', attributes: () => this.settingsAttributes() });
    reportEvaluation(this, () => this._model().evaluation, props.acknowledge);
    registerBroker(this);
  }

  public abstract get brokerKind(): string;
  public abstract grantPublish(application: IIdentityApplication, destination: string, options?: GrantPublishOptions): GrantResult;
  public abstract grantConsume(application: IIdentityApplication, destination: string, options?: GrantConsumeOptions): GrantResult;

  /** Everything granted so far, in the order asked. */
  public get grants(): GrantResult[] {
    return [...this.granted.values()];
  }

  /**
   * The text of a native file, or of an exported field, as a reference that Terraform resolves after the gate.
   *
   * @param name name of the file, such as `jwt.json`
   */
  public settingsText(name: string): string {
    return `\${${addressOf(this.settingsResource)}.input[${JSON.stringify(name)}]}`;
  }

  /**
   * What the broker would do with a client, by the settings and the grants so far.
   *
   * It looks at what this stack writes. What stands on the nodes besides, and what Terraform knows only at apply, is not guessed: settings
   * of the latter kind are an error (`PREVIEW_CASE_VALUE_AT_APPLY`), rights of that kind are unknown.
   *
   * @param options who logs in, when, and what is asked
   */
  public preview(options: BrokerPreviewOptions): TokenPreview {
    return previewBroker(this, options);
  }

  /** The broker without a CDK. @internal */
  public abstract get _core(): BrokerCore<any>;
  /** Dotted prefix of the broker's version, undefined when not given. @internal */
  public abstract get _version(): string | undefined;
  /** The settings with every grant so far. Pure; called at synthesis. @internal */
  public abstract _settings(): unknown;

  /** Further rules of the construct: target, grants, principals. @internal */
  public _evaluateConstruct(): Evaluation {
    return { findings: [], preconditions: [], deferred: [] };
  }

  /** What travels: native files, or the fields of a service. @internal */
  public _travels(settings: unknown): readonly RenderedFile[] {
    return this._core.render(settings, this._version);
  }

  /** What the broker needs from tokens; a target that is stricter than the broker overrides it. @internal */
  public _needs(settings: unknown): TokenNeeds {
    return this._core.needs(settings, this._version);
  }

  /** The applications that have rights, with the principal each is to the broker. @internal */
  public _applications(): readonly FitApplication[] {
    return [];
  }

  /** The names that a client with these claims must send beside its token. @internal */
  public _loginNames(_claims: JsonMembers): Pick<PreviewCase, 'username' | 'mqttClientId'> {
    return {};
  }

  /** When files reach a node, unless a restart says otherwise. @internal */
  public get _delivery(): DeliveryMode {
    return DeliveryMode.BEFORE_RESTART;
  }

  /** Versions of the secrets that the settings name, by the secret's name; they enter every node's fingerprint. @internal */
  public _secretVersions(): { readonly [name: string]: string } {
    return {};
  }

  /** The kind of place the settings go to, for the manifest. @internal */
  public get _target(): string {
    return 'files';
  }

  /** Settings, files and verdicts as of now. @internal */
  public _model(): BrokerModel {
    this.cached ??= buildModel(this);
    return this.cached;
  }

  /** Forgets the cached model; call after every change. @internal */
  protected _changed(): void {
    this.cached = undefined;
    judgeAgain(this);
  }

  /** Remembers what was granted; the same grant again is the same grant. @internal */
  protected _granted(result: GrantResult): GrantResult {
    const key = JSON.stringify(result);
    const known = this.granted.get(key);
    if (known !== undefined) {
      return known;
    }
    this.granted.set(key, result);
    this._changed();
    return result;
  }

  /** Terraform text of a template of this construct. @internal */
  public _text(template: Template): string {
    return this.values.text(template);
  }

  /** The expression that yields a value known only at apply. @internal */
  public _reference(value: Value): string {
    return this.values.reference(value);
  }

  /** Registers texts outside the rendered files that hold values known only at apply; `collect` must ask for every reference. @internal */
  public _alsoReferences(collect: () => void): void {
    this.collectors.push(collect);
  }

  /** Addresses that whatever uses the settings must wait for. @internal */
  public _dependencies(): string[] {
    return this._model().evaluation.preconditions.length > 0 ? [addressOf(this.gate)] : [];
  }

  /** Addresses of resources that put the settings in place at a service; a restart must wait for them. @internal */
  public _inPlaceBy(): string[] {
    return [];
  }

  /** What the engine is told of the broker: who it is, what is acknowledged and which rules are left to the engine. @internal */
  public _forEngine(acknowledge: readonly string[] = []): { readonly [name: string]: unknown } {
    return {
      kind: this.brokerKind,
      path: this.node.path,
      version: this._version,
      acknowledged: [...this._props.acknowledge ?? [], ...acknowledge],
      deferred: [...new Set(this._model().evaluation.deferred.map((found) => found.rule))].sort(),
      stated: this._core.stated?.(this._model().settings),
    };
  }

  /** The resource that carries the settings; restarts read from it. @internal */
  public get _settingsAddress(): string {
    return addressOf(this.settingsResource);
  }

  private collectReferences(): void {
    this.gateAttributes();
    this._model().files.forEach((file) => this._text(file.text));
    this.collectors.forEach((collect) => collect());
  }

  private gateAttributes(): Attributes | undefined {
    const { preconditions } = this._model().evaluation;
    if (preconditions.length === 0) {
      return undefined;
    }
    const precondition = preconditions.map((found) => ({
      condition: `\${${found.condition.hcl(this.values.reference(found.value))}}`,
      error_message: escapeTemplate(`${this.node.path}: ${found.path} must be ${found.condition.expects}; ${found.remedy} [${found.rule}]`),
    }));
    return { lifecycle: { precondition } };
  }

  private settingsAttributes(): Attributes | undefined {
    const { files } = this._model();
    if (files.length === 0) {
      return undefined;
    }
    const input = Object.fromEntries(files.map((file) => [file.name, this._text(file.text)]));
    const dependsOn = this._dependencies();
    return { input, ...(dependsOn.length > 0 ? { depends_on: dependsOn } : {}) };
  }
}
