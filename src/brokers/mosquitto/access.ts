import { MOSQUITTO_ACCESS_TOPIC } from './grant-rules';
import { PRIORITY } from './rules/account-rules';
import { AccessControlEntry } from './settings';
import { TOPIC_FILTER } from './topic';
import { describeFinding, finding } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';
import { isKnown } from '../../text/unresolved';

/**
 * What an access control entry decides.
 *
 * @see https://mosquitto.org/documentation/dynamic-security/
 */
export enum MosquittoAclType {
  /** A client publishes to the broker. */
  PUBLISH_CLIENT_SEND = 'publishClientSend',
  /** The broker sends a message on to a client that subscribed. */
  PUBLISH_CLIENT_RECEIVE = 'publishClientReceive',
  /** A client subscribes to exactly this filter, wildcards included. */
  SUBSCRIBE_LITERAL = 'subscribeLiteral',
  /** A client subscribes to a filter that this one covers. */
  SUBSCRIBE_PATTERN = 'subscribePattern',
  /** A client unsubscribes from exactly this filter, wildcards included. */
  UNSUBSCRIBE_LITERAL = 'unsubscribeLiteral',
  /** A client unsubscribes from a filter that this one covers. */
  UNSUBSCRIBE_PATTERN = 'unsubscribePattern',
}

/** Whether an entry allows or denies, and when it is asked. */
export interface MosquittoAccessOptions {
  /**
   * Whether the entry allows (true) or denies (false).
   *
   * @default true
   */
  readonly allow?: boolean;

  /**
   * Entries of one role with a higher priority are asked first, -100000 to 100000; the first that matches decides.
   *
   * Literal entries come before pattern ones whatever their priority. Reported by `MOSQUITTO_ACCESS_TOPIC`.
   *
   * @default 0
   */
  readonly priority?: number;
}

/**
 * One right or prohibition on Mosquitto: an access control entry of a dynamic security role.
 *
 * Topics are MQTT topic filters. `%u` and `%c`, alone in a level, stand for the client's user name and client id from Mosquitto 2.1 on,
 * in all but the literal types. Shared subscriptions are checked with their full filter, such as `$share/group/orders/#`.
 *
 * @see https://mosquitto.org/documentation/dynamic-security/
 */
export class MosquittoAccess {
  /** Publishing to topics that the filter matches. */
  public static publish(topic: string, options: MosquittoAccessOptions = {}): MosquittoAccess {
    return new MosquittoAccess(MosquittoAclType.PUBLISH_CLIENT_SEND, topic, options);
  }

  /** Receiving messages on topics that the filter matches, once a subscription is granted. */
  public static receive(topic: string, options: MosquittoAccessOptions = {}): MosquittoAccess {
    return new MosquittoAccess(MosquittoAclType.PUBLISH_CLIENT_RECEIVE, topic, options);
  }

  /** Subscribing to filters that this one covers: `a/+` covers `a/b` and `a/+`, but not `a/#`. */
  public static subscribe(pattern: string, options: MosquittoAccessOptions = {}): MosquittoAccess {
    return new MosquittoAccess(MosquittoAclType.SUBSCRIBE_PATTERN, pattern, options);
  }

  /** Subscribing to exactly this filter, wildcards included. */
  public static subscribeLiteral(topic: string, options: MosquittoAccessOptions = {}): MosquittoAccess {
    return new MosquittoAccess(MosquittoAclType.SUBSCRIBE_LITERAL, topic, options);
  }

  /** Unsubscribing from filters that this one covers. */
  public static unsubscribe(pattern: string, options: MosquittoAccessOptions = {}): MosquittoAccess {
    return new MosquittoAccess(MosquittoAclType.UNSUBSCRIBE_PATTERN, pattern, options);
  }

  /** Unsubscribing from exactly this filter, wildcards included. */
  public static unsubscribeLiteral(topic: string, options: MosquittoAccessOptions = {}): MosquittoAccess {
    return new MosquittoAccess(MosquittoAclType.UNSUBSCRIBE_LITERAL, topic, options);
  }

  /** What the entry decides. */
  public readonly aclType: MosquittoAclType;
  /** The topic filter. */
  public readonly topic: string;
  /** Whether it allows or denies. */
  public readonly allow: boolean;
  /** When it is asked within its role. */
  public readonly priority: number;

  private constructor(aclType: MosquittoAclType, topic: string, options: MosquittoAccessOptions) {
    const refuse = (path: string, expects: string, got: unknown) => {
      const text = describeFinding(finding(MOSQUITTO_ACCESS_TOPIC, path, { message: `must be ${expects}`, got }));
      throw new ValidationError([{ path: `MosquittoAccess ${aclType}`, text }]);
    };
    if (isKnown(topic) && !TOPIC_FILTER.test(topic)) {
      refuse('topic', TOPIC_FILTER.expects, topic);
    }
    if (isKnown(options.priority) && !PRIORITY.test(options.priority)) {
      refuse('priority', PRIORITY.expects, options.priority);
    }
    this.aclType = aclType;
    this.topic = topic;
    this.allow = options.allow ?? true;
    this.priority = options.priority ?? 0;
  }

  /** The entry as people read it: `allow publishClientSend orders/#`. */
  public toString(): string {
    const priority = this.priority === 0 ? '' : ` (priority ${this.priority})`;
    return `${this.allow ? 'allow' : 'deny'} ${this.aclType} ${this.topic}${priority}`;
  }

  /** The entry as the broker stores it. @internal */
  public _entry(): AccessControlEntry {
    const { aclType: acltype, topic, priority, allow } = this;
    return priority === 0 ? { acltype, topic, allow } : { acltype, topic, priority, allow };
  }
}
