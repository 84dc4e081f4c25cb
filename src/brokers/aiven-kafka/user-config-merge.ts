import { finding, Finding, RuleText } from '../../rules/rule';
import { canonicalJson } from '../../text/canonical';
import { isUnresolved, isUnresolvedText, Value } from '../../text/unresolved';

/*
 * Putting our fields into the `kafka_user_config` of a resource that somebody else describes.
 *
 * The block may come from a binding (an object), from an override of the whole list, from overrides by path (an object whose keys are
 * indexes) or from several of them, which the CDK joins by appending lists. What comes out is always one list of one block.
 */

/** One of our fields: where it goes, what it is, and the Terraform text that yields it. */
export interface UserConfigField {
  readonly path: readonly string[];
  /** The value as far as it is known; it is compared with what stands there. */
  readonly value: Value;
  /** What is written. */
  readonly text: unknown;
}

/** The block with our fields in it. */
export interface MergedUserConfig {
  readonly blocks: readonly Block[];
  readonly findings: readonly Finding[];
}

type Block = { [name: string]: unknown };

export const USER_CONFIG_CONFLICT: RuleText = {
  id: 'KAFKA_USER_CONFIG_CONFLICT',
  level: 'error',
  summary: 'The service\'s own user config says nothing else than the settings that are merged into it.',
  cause: 'One of the two values would silently win.',
  remedy: 'remove the field from the service\'s kafka_user_config, or give it the same value',
  source: 'developer.hashicorp.com/terraform/cdktf, escape hatches: `addOverride` merges deeply and appends lists',
};

export const USER_CONFIG_UNRESOLVED: RuleText = {
  id: 'KAFKA_USER_CONFIG_UNRESOLVED',
  level: 'error',
  summary: 'What is merged into the service\'s user config can be compared with what stands there.',
  cause: 'A block or a field that is known only at apply may say something else, and one of the two would silently win.',
  remedy: 'write the block as an object, leave our fields out of it, or do without mergeIntoService and use kafkaFields in the block',
  source: 'developer.hashicorp.com/terraform/cdktf, tokens',
};

export const USER_CONFIG_SHAPE: RuleText = {
  id: 'KAFKA_USER_CONFIG_SHAPE',
  level: 'error',
  summary: 'The service\'s user config is a block.',
  cause: 'Anything else cannot hold settings.',
  remedy: 'write kafka_user_config as an object or as a list of one object',
  source: 'aiven/terraform-provider-aiven 4.61.0, resource aiven_kafka',
};

/** Texts of the rules in this file. */
export const USER_CONFIG_RULES: readonly RuleText[] = [USER_CONFIG_CONFLICT, USER_CONFIG_UNRESOLVED, USER_CONFIG_SHAPE];

const ROOT = 'kafka_user_config';

/** Joins our fields to what the resource has, whatever way it was set. */
export function mergeUserConfig(existing: unknown, fields: readonly UserConfigField[]): MergedUserConfig {
  const merge = new UserConfigMerge();
  const root = merge.block(existing, ROOT);
  fields.forEach((field) => merge.put(root, field));
  return { blocks: [root], findings: merge.findings };
}

class UserConfigMerge {
  readonly findings: Finding[] = [];

  /** The one block that a value stands for, joined from its parts. */
  block(value: unknown, path: string): Block {
    const joined: Block = {};
    for (const part of this.parts(value, path)) {
      for (const [name, member] of Object.entries(part)) {
        this.join(joined, name, member, `${path}.${name}`);
      }
    }
    return joined;
  }

  put(root: Block, { path, value, text }: UserConfigField): void {
    let block = root;
    path.slice(0, -1).forEach((name, index) => {
      const inner = this.block(block[name], [ROOT, ...path.slice(0, index + 1)].join('.'));
      block[name] = [inner];
      block = inner;
    });
    const name = path[path.length - 1];
    const there = block[name];
    const where = [ROOT, ...path].join('.');
    if (there !== undefined && there !== null) {
      if (hasUnknown(there) || isUnresolved(value)) {
        this.report(USER_CONFIG_UNRESOLVED, where, 'is set as well, and one of the values is known only at apply');
      } else if (canonicalJson(there) !== canonicalJson(value)) {
        this.report(USER_CONFIG_CONFLICT, where, `is set to another value than ${canonicalJson(value)}`, there);
      }
    }
    block[name] = text;
  }

  /** The blocks in a value: none, itself, its members, or its members by index beside its own. */
  private parts(value: unknown, path: string): readonly Block[] {
    if (value === undefined || value === null) {
      return [];
    }
    if (isUnknown(value)) {
      this.report(USER_CONFIG_UNRESOLVED, path, 'is known only at apply');
      return [];
    }
    if (Array.isArray(value)) {
      return value.flatMap((member) => this.parts(member, path));
    }
    if (typeof value !== 'object') {
      this.report(USER_CONFIG_SHAPE, path, 'is no block', value);
      return [];
    }
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    const own = entries.filter(([name]) => !/^\d+$/.test(name));
    const indexed = entries.filter(([name]) => /^\d+$/.test(name)).flatMap(([, member]) => this.parts(member, path));
    return own.length > 0 ? [Object.fromEntries(own), ...indexed] : indexed;
  }

  /** Members set twice must agree; blocks are joined member by member. */
  private join(block: Block, name: string, member: unknown, path: string): void {
    const there = block[name];
    if (there === undefined || there === null || canonicalJson(there) === canonicalJson(member)) {
      block[name] = member;
    } else if (isBlock(there) && isBlock(member)) {
      block[name] = [this.block([there, member], path)];
    } else {
      this.report(USER_CONFIG_CONFLICT, path, 'is set twice, to different values', member);
    }
  }

  private report(rule: RuleText, path: string, message: string, got?: unknown): void {
    this.findings.push(finding(rule, path, { message, got }));
  }
}

/** Whether a value is something that the CDK resolves later. */
function isUnknown(value: unknown): boolean {
  return (typeof value === 'string' && isUnresolvedText(value))
    || (typeof value === 'object' && value !== null && typeof (value as { resolve?: unknown }).resolve === 'function');
}

function hasUnknown(value: unknown): boolean {
  if (isUnknown(value) || (typeof value === 'number' && isUnresolved(value)) || (typeof value === 'string' && value.includes('${'))) {
    return true;
  }
  return Array.isArray(value) && value.some(hasUnknown);
}

function isBlock(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !isUnknown(value) && (!Array.isArray(value) || value.every(isBlock));
}
