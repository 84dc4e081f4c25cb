import { JsonNode, valueOf } from './json-text';
import { FileRule, MOSQUITTO_KEY_UNKNOWN, MOSQUITTO_VALUE_TYPE } from './rules/file-rules';
import { Finding, finding } from '../../rules/rule';

/** Collects what a parser finds. */
export class Findings {
  readonly list: Finding[] = [];

  add(rule: FileRule, path: string, message: string, got?: unknown): void {
    this.list.push(finding(rule, path, { message, got }));
  }
}

/**
 * The members of one JSON object, taken one by one with their type.
 *
 * `null` counts as absent. What has another type, and at the end what nobody asked for, becomes a finding.
 */
export class Fields {
  private readonly asked = new Set<string>();

  constructor(private readonly node: JsonNode, readonly path: string, private readonly findings: Findings, private readonly ignoreCase = false) {}

  string(key: string): string | undefined {
    return this.scalar(key, 'string');
  }

  number(key: string): number | undefined {
    return this.scalar(key, 'number');
  }

  boolean(key: string): boolean | undefined {
    return this.scalar(key, 'boolean');
  }

  strings(key: string): readonly string[] | undefined {
    return this.scalars(key, 'string');
  }

  numbers(key: string): readonly number[] | undefined {
    return this.scalars(key, 'number');
  }

  object(key: string): Fields | undefined {
    const node = this.typed(key, 'object');
    return node && new Fields(node, this.at(key), this.findings, this.ignoreCase);
  }

  array(key: string): readonly JsonNode[] | undefined {
    return this.typed(key, 'array')?.items;
  }

  /** The node of whatever type; null counts as absent. */
  any(key: string): JsonNode | undefined {
    this.asked.add(this.fold(key));
    const found = this.node.members?.find((member) => this.fold(member.key) === this.fold(key))?.value;
    return found?.kind === 'null' ? undefined : found;
  }

  has(key: string): boolean {
    return this.node.members?.some((member) => this.fold(member.key) === this.fold(key)) === true;
  }

  at(key: string): string {
    return this.path.endsWith(' ') ? `${this.path}${key}` : `${this.path}.${key}`;
  }

  wrongType(key: string, wanted: string): void {
    this.findings.add(MOSQUITTO_VALUE_TYPE, this.at(key), `must be ${wanted}`);
  }

  /** Reports every member that was not asked for. */
  rest(): void {
    for (const member of this.node.members ?? []) {
      if (!this.asked.has(this.fold(member.key))) {
        this.findings.add(MOSQUITTO_KEY_UNKNOWN, this.at(member.key), 'is not a key that the documentation knows');
      }
    }
  }

  private scalar<Scalar>(key: string, kind: 'string' | 'number' | 'boolean'): Scalar | undefined {
    return this.typed(key, kind)?.scalar as Scalar | undefined;
  }

  private scalars<Scalar>(key: string, kind: 'string' | 'number'): readonly Scalar[] | undefined {
    const node = this.typed(key, 'array');
    if (node === undefined) {
      return undefined;
    }
    if (!node.items?.every((item) => item.kind === kind)) {
      this.wrongType(key, `an array of ${kind}s`);
      return undefined;
    }
    return valueOf(node) as readonly Scalar[];
  }

  private typed(key: string, kind: JsonNode['kind']): JsonNode | undefined {
    const node = this.any(key);
    if (node === undefined || node.kind === kind) {
      return node;
    }
    this.wrongType(key, kind === 'object' || kind === 'array' ? `an ${kind}` : `a ${kind}`);
    return undefined;
  }

  private fold(key: string): string {
    return this.ignoreCase ? key.toLowerCase() : key;
  }
}

/** An object without its undefined members, so that what was not in the file is not in the settings. */
export function compact<Part extends object>(part: Part): Part {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Part;
}
