import {
  GROUP, HIVEMQ_SHARED_GROUP, HIVEMQ_TOPIC_FILTER, HIVEMQ_TOPIC_PLACEHOLDER, HIVEMQ_TOPIC_SHARE,
} from './rules/file-realm-rules';
import { HiveMqActivity, HiveMqPermission, HiveMqQos, HiveMqRetain, HiveMqSharedSubscription } from './settings';
import { KNOWN_PLACEHOLDER, NOT_SHARE, TOPIC_FILTER, TOPIC_LENGTH } from './topics';
import { Condition } from '../../rules/condition';
import { describeFinding, Finding, finding, RuleText } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';
import { isUnresolvedText } from '../../text/unresolved';

/** How an application may publish. */
export interface HiveMqPublishOptions {
  /**
   * The qualities of service: `qos`.
   *
   * @default HiveMqQos.ALL
   */
  readonly qos?: HiveMqQos;

  /**
   * Whether retained messages may be published: `retain`.
   *
   * @default HiveMqRetain.NOT_RETAINED
   */
  readonly retain?: HiveMqRetain;
}

/** How an application may subscribe. */
export interface HiveMqSubscribeOptions {
  /**
   * The qualities of service that may be asked for: `qos`.
   *
   * @default HiveMqQos.ALL
   */
  readonly qos?: HiveMqQos;

  /**
   * Whether shared subscriptions may be made: `shared-subscription`.
   *
   * @default HiveMqSharedSubscription.NOT_SHARED
   */
  readonly sharedSubscription?: HiveMqSharedSubscription;

  /**
   * The group of shared subscriptions, `#` for any: `shared-group`.
   *
   * @default "#" where shared subscriptions may be made, else ""
   */
  readonly sharedGroup?: string;
}

/** How an application may publish and subscribe. */
export interface HiveMqAllOptions {
  /**
   * The qualities of service: `qos`.
   *
   * @default HiveMqQos.ALL
   */
  readonly qos?: HiveMqQos;

  /**
   * Whether retained messages may be published: `retain`.
   *
   * @default HiveMqRetain.NOT_RETAINED
   */
  readonly retain?: HiveMqRetain;

  /**
   * Whether shared subscriptions may be made: `shared-subscription`.
   *
   * @default HiveMqSharedSubscription.NOT_SHARED
   */
  readonly sharedSubscription?: HiveMqSharedSubscription;

  /**
   * The group of shared subscriptions, `#` for any: `shared-group`.
   *
   * @default "#" where shared subscriptions may be made, else ""
   */
  readonly sharedGroup?: string;
}

/**
 * One right on HiveMQ: a permission of the file realm.
 *
 * Topic filters are MQTT's, with `+` and `#`; `${mqtt-clientid}` stands for the id of the client that asks. There are no rights that deny.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html
 */
export class HiveMqAccess {
  /** Publishing to the topics of a filter. */
  public static publish(topicFilter: string, options: HiveMqPublishOptions = {}): HiveMqAccess {
    return new HiveMqAccess('publish', topicFilter, HiveMqActivity.PUBLISH, options);
  }

  /** Subscribing to a filter, and to narrower ones. */
  public static subscribe(topicFilter: string, options: HiveMqSubscribeOptions = {}): HiveMqAccess {
    return new HiveMqAccess('subscribe', topicFilter, HiveMqActivity.SUBSCRIBE, options);
  }

  /** Publishing and subscribing. */
  public static all(topicFilter: string, options: HiveMqAllOptions = {}): HiveMqAccess {
    return new HiveMqAccess('all', topicFilter, HiveMqActivity.ALL, options);
  }

  /** The right as the file realm holds it. @internal */
  public readonly _permission: HiveMqPermission;

  private constructor(method: string, topic: string, activity: HiveMqActivity, options: HiveMqAllOptions) {
    const sharedSubscription = options.sharedSubscription ?? HiveMqSharedSubscription.NOT_SHARED;
    const isShared = sharedSubscription !== HiveMqSharedSubscription.NOT_SHARED;
    this._permission = {
      topic,
      activity,
      qos: options.qos ?? HiveMqQos.ALL,
      retain: options.retain ?? HiveMqRetain.NOT_RETAINED,
      sharedSubscription,
      sharedGroup: options.sharedGroup ?? (isShared ? '#' : ''),
    };
    const problems = problemsOf(this._permission, isShared);
    if (problems.length > 0) {
      throw new ValidationError(problems.map((found) => ({ path: `HiveMqAccess.${method}`, text: describeFinding(found) })));
    }
  }

  /** The topic filter. */
  public get topicFilter(): string {
    return this._permission.topic;
  }

  /** The right as people read it: `publish to "orders/#", QoS ALL, NOT_RETAINED`. */
  public toString(): string {
    return describePermission(this._permission);
  }
}

const VERBS: { readonly [activity in HiveMqActivity]: string } = {
  PUBLISH: 'publish to', SUBSCRIBE: 'subscribe to', ALL: 'publish and subscribe to',
};

/** A permission as people read it. */
export function describePermission(permission: HiveMqPermission): string {
  const { activity, topic, qos, retain, sharedSubscription, sharedGroup } = permission;
  const retained = activity === HiveMqActivity.SUBSCRIBE ? '' : `, ${retain}`;
  const group = sharedSubscription === HiveMqSharedSubscription.NOT_SHARED ? '' : ` in group ${JSON.stringify(sharedGroup)}`;
  const shared = activity === HiveMqActivity.PUBLISH ? '' : `, ${sharedSubscription}${group}`;
  return `${VERBS[activity]} ${JSON.stringify(topic)}, QoS ${qos}${retained}${shared}`;
}

const TOPIC_CHECKS: readonly (readonly [RuleText, Condition])[] = [
  [HIVEMQ_TOPIC_FILTER, TOPIC_FILTER],
  [HIVEMQ_TOPIC_FILTER, TOPIC_LENGTH],
  [HIVEMQ_TOPIC_SHARE, NOT_SHARE],
  [HIVEMQ_TOPIC_PLACEHOLDER, KNOWN_PLACEHOLDER],
];

/** What is wrong with what is known already; the rest is judged with the settings. */
function problemsOf(permission: HiveMqPermission, isShared: boolean): readonly Finding[] {
  const { topic, sharedGroup = '' } = permission;
  const problems = isUnresolvedText(topic) ? [] : TOPIC_CHECKS
    .filter(([, condition]) => !condition.test(topic))
    .map(([rule, condition]) => finding(rule, 'topicFilter', { message: `must be ${condition.expects}`, got: topic }));
  if (topic === '') {
    problems.push(finding(HIVEMQ_TOPIC_FILTER, 'topicFilter', { message: 'is empty' }));
  }
  if (isShared && !isUnresolvedText(sharedGroup) && !GROUP.test(sharedGroup)) {
    problems.push(finding(HIVEMQ_SHARED_GROUP, 'sharedGroup', { message: `must be ${GROUP.expects}`, got: sharedGroup }));
  }
  if (!isShared && sharedGroup !== '') {
    problems.push(finding(HIVEMQ_SHARED_GROUP, 'sharedGroup', { message: 'is given where no shared subscription is granted', got: sharedGroup }));
  }
  return problems;
}
