import { describeFinding, finding, RuleText } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';
import { isUnresolvedText } from '../../text/unresolved';
import { DestinationMatch } from '../grant';
import { ACCESS_NAME, ACCESS_UNKNOWN, ACCESS_WILDCARD } from './grant-rules';
import { resourceScope, tagScope } from './scope';

/**
 * Tags that give rights beyond exchanges and queues.
 *
 * The HTTP API lets nobody in without one. Source: cloudamqp/lavinmq, src/lavinmq/tag.cr and src/lavinmq/http/controller.cr.
 */
export enum LavinMqTag {
  /** Everything that the HTTP API offers. */
  ADMINISTRATOR = 'administrator',
  /** The HTTP API, and the list of all virtual hosts. */
  MONITORING = 'monitoring',
  /** The HTTP API, within the virtual hosts that the token names exactly. */
  MANAGEMENT = 'management',
  /** The HTTP API, and changes that it reserves to makers of policies. */
  POLICYMAKER = 'policymaker',
  /** Publishing messages whose `user_id` is somebody else's. */
  IMPERSONATOR = 'impersonator',
}

/** How the names of an access are meant. */
export interface LavinMqAccessOptions {
  /**
   * How the name of the exchange or queue is meant.
   *
   * @default DestinationMatch.PATTERN - `*` stands for any text, everything else for itself
   */
  readonly match?: DestinationMatch;

  /**
   * How the name of the virtual host is meant.
   *
   * @default DestinationMatch.PATTERN - `*` stands for any text, everything else for itself
   */
  readonly vhostMatch?: DestinationMatch;
}

/**
 * One right on LavinMQ: a verb on the exchanges and queues of a virtual host, or a tag.
 *
 * Names are given as they are, `/` and blanks included; encoding is done here. Patterns are globs: `*` stands for any text, and regular
 * expressions have no meaning. A name that holds a `*` of its own cannot be expressed in a scope.
 *
 * @see https://lavinmq.com/documentation/oauth2-authentication
 */
export class LavinMqAccess {
  /**
   * Declaring, deleting and changing exchanges and queues.
   *
   * @param vhost virtual host, or a pattern of virtual hosts
   * @param name exchange or queue, or a pattern
   */
  public static configure(vhost: string, name: string, options: LavinMqAccessOptions = {}): LavinMqAccess {
    return LavinMqAccess.onResource('configure', vhost, name, options);
  }

  /**
   * Publishing to exchanges, and binding queues and destination exchanges.
   *
   * @param vhost virtual host, or a pattern of virtual hosts
   * @param name exchange or queue, or a pattern
   */
  public static write(vhost: string, name: string, options: LavinMqAccessOptions = {}): LavinMqAccess {
    return LavinMqAccess.onResource('write', vhost, name, options);
  }

  /**
   * Consuming, getting and purging queues, and binding from exchanges.
   *
   * @param vhost virtual host, or a pattern of virtual hosts
   * @param name queue or exchange, or a pattern
   */
  public static read(vhost: string, name: string, options: LavinMqAccessOptions = {}): LavinMqAccess {
    return LavinMqAccess.onResource('read', vhost, name, options);
  }

  /** Rights in the management UI and the HTTP API. */
  public static tag(tag: LavinMqTag): LavinMqAccess {
    return new LavinMqAccess('tag', tag, '', tagScope(tag));
  }

  private static onResource(verb: string, vhost: string, name: string, options: LavinMqAccessOptions): LavinMqAccess {
    const where = `LavinMqAccess.${verb}`;
    const host = patternOf(where, 'vhost', vhost, options.vhostMatch ?? DestinationMatch.PATTERN);
    const pattern = patternOf(where, 'name', name, options.match ?? DestinationMatch.PATTERN);
    return new LavinMqAccess(verb, host, pattern, resourceScope(verb, host, pattern));
  }

  /** The verb `configure`, `write` or `read`, or `tag`. @internal */
  public readonly _verb: string;
  /** The virtual host as a pattern, or the tag. @internal */
  public readonly _subject: string;
  /** The pattern of names; empty for a tag. @internal */
  public readonly _pattern: string;

  private readonly scope: string;

  private constructor(verb: string, subject: string, pattern: string, scope: string) {
    this._verb = verb;
    this._subject = subject;
    this._pattern = pattern;
    this.scope = scope;
  }

  /** The scope without the prefix that a broker may demand. */
  public get unprefixedScope(): string {
    return this.scope;
  }

  /** The right as people read it: `write on "orders.*" in virtual host "/"`. */
  public toString(): string {
    if (this._verb === 'tag') {
      return `tag ${this._subject}`;
    }
    return `${this._verb} on ${JSON.stringify(this._pattern)} in virtual host ${JSON.stringify(this._subject)}`;
  }

  /** The scope as the identity provider must issue it; the prefix may be known only at apply. @internal */
  public _scope(prefix: string | undefined): string {
    return `${prefix ?? ''}${this.scope}`;
  }
}

/** A name turned into the glob that the broker matches. */
function patternOf(where: string, path: string, name: string, match: DestinationMatch): string {
  const refuse = (rule: RuleText, message: string, got?: string): never => {
    throw new ValidationError([{ path: where, text: describeFinding(finding(rule, path, { message, got })) }]);
  };
  if (isUnresolvedText(name)) {
    return refuse(ACCESS_UNKNOWN, 'is known only at apply');
  }
  if (match !== DestinationMatch.PATTERN && name.includes('*')) {
    return refuse(ACCESS_WILDCARD, 'holds a "*", which cannot be escaped', name);
  }
  const pattern = match === DestinationMatch.PREFIX ? `${name}*` : name;
  if (pattern === '') {
    return refuse(ACCESS_NAME, 'is empty');
  }
  // A lone surrogate has no UTF-8 form to encode; control characters in a name are a mistake somewhere else.
  if (/[\x00-\x1f\x7f]|\p{Cs}/u.test(pattern)) {
    return refuse(ACCESS_NAME, 'must be well-formed text without control characters', name);
  }
  return pattern;
}
