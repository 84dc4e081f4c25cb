import { hash } from 'node:crypto';
import type * as Cdktf from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { KafkaAccess } from './access';
import { USER_PREFIX } from './acl';
import { AivenKafkaOAuthOptions } from './aiven-kafka-oauth-options';
import { AIVEN_USER_CONFIG } from './files';
import { Document } from './json-document';
import { KafkaOAuth } from './kafka-oauth';
import { SERVICE_CONSTRUCT_RULES } from './service-place-rules';
import { AivenService, normalizeSettings, withoutAbsent } from './settings';
import { aivenAclDocument, nativeAclDocument, userConfig } from './user-config';
import { userConfigFields } from './user-config-fields';
import { MergedUserConfig, mergeUserConfig, UserConfigField } from './user-config-merge';
import { cdkOf } from '../../cdk/binding';
import { addBlock, addressOf, Attributes } from '../../cdk/block';
import { assertNoProblems } from '../../cdk/problems';
import { requireProvider } from '../../cdk/required-providers';
import { IdentityApplication } from '../../identity/identity-application';
import { addSettingsPreflight } from '../../restart/settings-preflight';
import { describeFinding, evaluate, Evaluation, findingsOnly, joinEvaluations } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';
import { escapeTemplate } from '../../text/hcl';
import { VERBATIM } from '../../text/template';
import { isUnresolvedText } from '../../text/unresolved';

/** OAuth settings of an Aiven for Apache Kafka service, and where the service is described. */
export interface AivenKafkaOAuthProps extends AivenKafkaOAuthOptions {
  /**
   * The `aiven_kafka` resource of the service, when this stack has it.
   *
   * Access control entries are then created after it. Reported by `KAFKA_SERVICE_KIND`.
   *
   * @default - the service is described elsewhere
   */
  readonly service?: IConstruct;

  /**
   * Whether the settings are written into the `kafka_user_config` of `service`.
   *
   * Everything else in the block is kept. A field that the block sets to another value, or to one known only at apply, is refused:
   * `KAFKA_USER_CONFIG_CONFLICT`, `KAFKA_USER_CONFIG_UNRESOLVED` and `KAFKA_USER_CONFIG_SHAPE`.
   *
   * @default false - `kafkaFields` and `sasl` are there to be used in the block
   */
  readonly mergeIntoService?: boolean;
}

/**
 * OAuth 2.0 of an Aiven for Apache Kafka service.
 *
 * The service itself is somebody else's resource: its `kafka_user_config` takes `kafkaFields` and `sasl`, or `mergeIntoService` writes
 * them there. Rights are access control entries, by default native ones, for the principal that an application's tokens name.
 *
 * Children beside those of every broker: `Preflight` (asks Aiven for the settings of today before they change), `Fields` (what the
 * service's user config takes, behind that check) and one resource an entry.
 *
 * @see https://aiven.io/docs/products/kafka/howto/enable-oidc
 */
export class AivenKafkaOAuth extends KafkaOAuth {
  private readonly props: AivenKafkaOAuthProps;
  private readonly fields: Cdktf.TerraformResource;
  private merged: (() => MergedUserConfig) | undefined;

  constructor(scope: Construct, id: string, props: AivenKafkaOAuthProps) {
    super(scope, id, props);
    this.props = props;
    const preflight = addSettingsPreflight(this, { kind: 'aiven', project: props.project, service: props.serviceName, baseUrl: props.baseUrl });
    this.fields = addBlock(this, 'Fields', { type: 'terraform_data', attributes: () => this.fieldsAttributes(preflight) });
    if (props.mergeIntoService === true && serviceType(props.service) === SERVICE_TYPE) {
      this.mergeInto(props.service as Cdktf.TerraformResource);
    }
  }

  /**
   * The OAuth fields of `kafka_user_config.kafka`, by their names in the Terraform provider, for the resource that describes the service.
   *
   * The values are references that Terraform resolves after the gate and the check of current settings.
   */
  public get kafkaFields(): { [name: string]: string } {
    const fields = this.configFields().filter(({ path }) => path[0] === 'kafka');
    return Object.fromEntries(fields.map(({ path, text }) => [path[1], text as string]));
  }

  /** The value that `kafka_user_config.kafka_authentication_methods.sasl` must have. */
  public get sasl(): boolean {
    return this.props.disabled !== true;
  }

  /** @internal */
  public get _target(): string {
    return 'aiven';
  }

  /** @internal */
  public _inPlaceBy(): string[] {
    return this.serviceAddress();
  }

  /** @internal */
  public _evaluateConstruct(): Evaluation {
    const { project, serviceName, service, mergeIntoService } = this.props;
    const place = evaluate(SERVICE_CONSTRUCT_RULES, {
      project: this.writtenOut(project),
      serviceName: this.writtenOut(serviceName),
      hasService: service !== undefined,
      serviceType: serviceType(service),
      mergeIntoService: mergeIntoService === true,
    });
    const merged = this.merged?.();
    return merged === undefined ? place : joinEvaluations([place, findingsOnly(merged.findings)]);
  }

  /** @internal */
  public _targetSettings(): AivenService {
    const { props } = this;
    return withoutAbsent({
      kind: 'aiven' as const,
      plan: props.plan,
      disabled: props.disabled,
      certificate: props.certificate,
      plain: props.plain,
      scramSha256: props.scramSha256,
      scramSha512: props.scramSha512,
      letsencryptSasl: props.letsencryptSasl,
      letsencryptSaslPrivatelink: props.letsencryptSaslPrivatelink,
      kafkaRest: props.kafkaRest,
      kafkaRestAuthorization: props.kafkaRestAuthorization,
      schemaRegistry: props.schemaRegistry,
      saslOauthbearerAllowedUrls: props.saslOauthbearerAllowedUrls,
    });
  }

  /** @internal */
  protected _onGrant(application: IdentityApplication, access: KafkaAccess): void {
    access._nativeRights.forEach((right) => {
      this.addEntry('aiven_kafka_native_acl', application, { ...right }, (subject) => nativeAclDocument({ principal: `${USER_PREFIX}${subject}`, ...right }));
    });
    access._aivenRights.forEach((right) => {
      this.addEntry('aiven_kafka_acl', application, { ...right }, (subject) => aivenAclDocument({ username: subject, ...right }));
    });
  }

  /** Our part of the service's user config, each field with the reference that yields it. */
  private configFields(): readonly UserConfigField[] {
    const config = userConfig(normalizeSettings(this._settings(), this._version), this._targetSettings());
    return userConfigFields(config, `${addressOf(this.fields)}.input`);
  }

  private fieldsAttributes(preflight: string): Attributes | undefined {
    if (this._model().files.length === 0) {
      return undefined;
    }
    const config = `${this._settingsAddress}.input[${JSON.stringify(AIVEN_USER_CONFIG)}]`;
    return { input: `\${jsondecode(${config})}`, depends_on: [...this._dependencies(), preflight] };
  }

  /** One resource for one entry; asked for again, it is there already. */
  private addEntry(type: string, application: IdentityApplication, right: Right, entryOf: (subject: string) => Document): void {
    const id = this.entryId(type, application, Object.values(right));
    if (this.node.tryFindChild(id) !== undefined) {
      return;
    }
    requireProvider(this, { name: 'aiven', source: 'aiven/aiven', version: '~> 4.48' });
    const attributes = (): Attributes | undefined => {
      const subject = this._subjectOf(application);
      if (subject === undefined) {
        return undefined;
      }
      const entry = { project: this.props.project, service_name: this.props.serviceName, ...entryOf(subject) };
      const written = Object.entries(entry).map(([name, value]) => [name, this.written(value as string)]);
      return { ...Object.fromEntries(written), depends_on: [...this._dependencies(), ...this.serviceAddress()] };
    };
    const texts = [this.props.project, this.props.serviceName, this._subjectOf(application) ?? '', ...Object.values(right)];
    if (texts.some(isUnresolvedText)) {
      this._alsoReferences(attributes);
    }
    addBlock(this, id, { type, attributes });
  }

  /** Readable as far as names are known, and the same in every run: a changed id would take the right away and give it again. */
  private entryId(type: string, application: IdentityApplication, members: readonly string[]): string {
    const parts = [application.clientId, ...members];
    const digest = hash('sha256', JSON.stringify([type, ...parts.map((part) => this.writtenOut(part))])).slice(0, 8);
    const known = parts.filter((part) => !isUnresolvedText(part)).map((part) => part.replace(/[^A-Za-z0-9_-]+/g, '').slice(0, LONGEST_NAME_IN_ID));
    return ['Acl', ...known.filter((part) => part !== ''), digest].join('-');
  }

  private written(value: string): string {
    return isUnresolvedText(value) ? this._text([{ value, encoding: VERBATIM }]) : escapeTemplate(value);
  }

  /** The text with its references as Terraform will see them. */
  private writtenOut(value: string): string {
    if (!isUnresolvedText(value)) {
      return value;
    }
    const cdk = cdkOf(this);
    const resolver = new cdk.DefaultTokenResolver(new cdk.StringConcat());
    return String(cdk.Tokenization.resolve(value, { scope: this, preparing: false, resolver }));
  }

  private serviceAddress(): string[] {
    const { service } = this.props;
    return serviceType(service) === SERVICE_TYPE ? [addressOf(service as Cdktf.TerraformResource)] : [];
  }

  /**
   * Writes our fields into the service's block when the CDK asks the service for its Terraform text.
   *
   * Overrides may be added until then, and the CDK joins them to the binding's own values only there.
   */
  private mergeInto(service: Cdktf.TerraformResource): void {
    const original = service.toTerraform.bind(service);
    const bodyOf = (fragment: any) => fragment.resource[service.terraformResourceType][service.friendlyUniqueId];
    const merge = (fragment: any) => mergeUserConfig(bodyOf(fragment).kafka_user_config, this.configFields());
    this.merged = () => merge(original());
    service.toTerraform = () => {
      assertNoProblems(this);
      const fragment = original();
      const { blocks, findings } = merge(fragment);
      if (findings.length > 0) {
        throw new ValidationError(findings.map((found) => ({ path: this.node.path, text: describeFinding(found) })));
      }
      bodyOf(fragment).kafka_user_config = blocks;
      return fragment;
    };
  }
}

/** An entry without its principal, member by member. */
type Right = Readonly<Record<string, string>>;

const SERVICE_TYPE = 'aiven_kafka';
const LONGEST_NAME_IN_ID = 40;

/** Terraform resource type of a construct; undefined when it is no resource. */
function serviceType(service: IConstruct | undefined): string | undefined {
  const type = (service as Partial<Cdktf.TerraformResource> | undefined)?.terraformResourceType;
  return typeof type === 'string' ? type : undefined;
}
