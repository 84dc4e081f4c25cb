import {
  AivenAcl, AivenKafkaPermission, AivenRight, CLUSTER_NAME, describeAivenAcl, describeNativeAcl,
  EVERY, KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType, NativeAcl, USER_PREFIX,
} from './acl';
import { consumeEntries, DESTINATION_RULES, NativeRight, produceEntries } from './grants';
import { ACL_RULES } from './rules/acl-rules';
import { AivenKafkaSettings } from './settings';
import { describeFinding, evaluate } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';

/** One right in Kafka's own words. */
export interface KafkaAclOptions {
  /**
   * What is allowed or denied.
   */
  readonly operation: KafkaOperation;

  /**
   * What it is about.
   */
  readonly resourceType: KafkaResourceType;

  /**
   * Name of the resource; the literal name `*` is every resource of the type.
   *
   * @default - "kafka-cluster" for a cluster; an error for anything else
   */
  readonly resourceName?: string;

  /**
   * Whether the name is meant exactly or as the beginning of names.
   *
   * @default KafkaPatternType.LITERAL
   */
  readonly patternType?: KafkaPatternType;

  /**
   * Whether the operation is allowed or denied.
   *
   * @default KafkaPermissionType.ALLOW
   */
  readonly permission?: KafkaPermissionType;

  /**
   * IP address of the only client host for which the right holds.
   *
   * @default "*" - every host
   */
  readonly host?: string;
}

/**
 * Rights on a Kafka, as a value: what an application may do, without saying which application.
 *
 * @example
 *
 * import { KafkaAccess } from 'cdktf-broker-oauth';
 *
 * const access = KafkaAccess.produce('orders');
 */
export class KafkaAccess {
  /**
   * Producing to one topic: `Write` and `Describe`.
   *
   * @param topic name of the topic, taken literally
   */
  public static produce(topic: string): KafkaAccess {
    return KafkaAccess._literal('KafkaAccess.produce', produceEntries(topic, KafkaPatternType.LITERAL));
  }

  /**
   * Consuming one topic as one group: `Read` and `Describe` on the topic, `Read` on the group.
   *
   * @param topic name of the topic, taken literally
   * @param group id of the consumer group, taken literally
   */
  public static consume(topic: string, group: string): KafkaAccess {
    return KafkaAccess._literal('KafkaAccess.consume', consumeEntries(topic, KafkaPatternType.LITERAL, group));
  }

  /** Any right that Kafka has. */
  public static of(options: KafkaAclOptions): KafkaAccess {
    const isCluster = options.resourceType === KafkaResourceType.CLUSTER;
    const right: NativeRight = {
      operation: options.operation,
      resourceType: options.resourceType,
      resourceName: options.resourceName ?? (isCluster ? CLUSTER_NAME : ''),
      patternType: options.patternType ?? KafkaPatternType.LITERAL,
      permissionType: options.permission ?? KafkaPermissionType.ALLOW,
      host: options.host ?? EVERY,
    };
    return new KafkaAccess('KafkaAccess.of', [right], []);
  }

  /**
   * A right by Aiven's own entries, which bundle operations and reach every consumer group.
   *
   * It holds only for subjects that are names of service users, and at Aiven only. Prefer native rights.
   *
   * @param topic name of the topic; `*` and `?` are wildcards
   * @param permission the bundle of operations
   */
  public static aivenAcl(topic: string, permission: AivenKafkaPermission): KafkaAccess {
    return new KafkaAccess('KafkaAccess.aivenAcl', [], [{ topic, permission }]);
  }

  /** Rights on one destination; `name` begins the text of errors. @internal */
  public static _literal(name: string, entries: readonly NativeRight[]): KafkaAccess {
    assertNone(name, evaluate(DESTINATION_RULES, entries).findings.map((found) => describeFinding(found)));
    return new KafkaAccess(name, entries, []);
  }

  /** The rights in Kafka's words, one a line. */
  public readonly rights: string[];

  private constructor(name: string, private readonly native: readonly NativeRight[], private readonly aiven: readonly AivenRight[]) {
    this.rights = [...native.map(describeNativeAcl), ...aiven.map(describeAivenAcl)];
    const settings: AivenKafkaSettings = { target: { kind: 'aiven' }, nativeAcls: this._nativeAcls('x'), aivenAcls: this._aivenAcls('x') };
    const { findings } = evaluate(ACL_RULES, { settings, version: undefined, acknowledged: [] });
    assertNone(name, findings.filter((found) => found.level === 'error').map((found) => describeFinding(found)));
  }

  /** The native entries, without their principal. @internal */
  public get _nativeRights(): readonly NativeRight[] {
    return this.native;
  }

  /** The Aiven entries, without their user. @internal */
  public get _aivenRights(): readonly AivenRight[] {
    return this.aiven;
  }

  /** The native entries of a subject. @internal */
  public _nativeAcls(subject: string): readonly NativeAcl[] {
    return this.native.map((right) => ({ principal: `${USER_PREFIX}${subject}`, ...right }));
  }

  /** The Aiven entries of a subject. @internal */
  public _aivenAcls(subject: string): readonly AivenAcl[] {
    return this.aiven.map((right) => ({ username: subject, ...right }));
  }
}

function assertNone(name: string, problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new ValidationError(problems.map((text) => ({ path: name, text })));
  }
}
