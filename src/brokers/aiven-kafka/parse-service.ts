import { AivenAcl, AivenKafkaPermission, KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType, NativeAcl } from './acl';
import { javaTrim, splitList } from './kafka-text';
import { FIELD_UNKNOWN, JSON_SYNTAX, SASL_SWITCH, VALUE_TYPE } from './parse-rules';
import { AivenKafkaSettings, AivenService } from './settings';
import { FIELD, SERVICE_SWITCHES } from './vocabulary';
import { finding, Finding, RuleText } from '../../rules/rule';

/** The OAuth settings of an Aiven service. */
export interface ParsedService {
  readonly service: AivenService;
  readonly jwksEndpointUrl?: string;
  readonly issuer?: string;
  readonly audience?: readonly string[];
  readonly subClaimName?: string;
}

type JsonObject = { readonly [name: string]: unknown };

/** Reads the `user_config` of a service as its API shows it. */
export function parseUserConfig(file: string, text: string, findings: Finding[]): ParsedService | undefined {
  const root = readObject(file, text, findings);
  if (root === undefined) {
    return undefined;
  }
  const reader = new Reader(file, root, findings);
  reader.reportUnknown('kafka', Object.values(FIELD));
  reader.reportUnknown('schema_registry_config', []);
  const jwksEndpointUrl = reader.trimmed(['kafka', FIELD.jwksEndpointUrl]);
  const sasl = reader.boolean(['kafka_authentication_methods', 'sasl']);
  if (jwksEndpointUrl !== undefined && sasl === undefined) {
    findings.push(finding(SASL_SWITCH, `${file} kafka_authentication_methods.sasl`, { message: 'is missing' }));
  }
  const switches = SERVICE_SWITCHES.map(({ prop, path }) => [prop, reader.boolean(path)]);
  return {
    service: {
      kind: 'aiven',
      disabled: sasl === false ? true : undefined,
      ...Object.fromEntries(switches),
      saslOauthbearerAllowedUrls: reader.texts('sasl_oauthbearer_allowed_urls'),
    },
    jwksEndpointUrl,
    issuer: reader.trimmed(['kafka', FIELD.issuer]),
    audience: splitList(reader.text(['kafka', FIELD.audience]) ?? ''),
    subClaimName: reader.trimmed(['kafka', FIELD.subClaimName]),
  };
}

/** Reads the entries of a service as its API shows them. */
export function parseAclDocument(file: string, text: string, findings: Finding[]): Pick<AivenKafkaSettings, 'nativeAcls' | 'aivenAcls'> {
  const root = readObject(file, text, findings) ?? {};
  const entries = <T>(name: string, read: (entry: JsonObject) => T | undefined): T[] => {
    const list = root[name] ?? [];
    if (!Array.isArray(list)) {
      findings.push(finding(VALUE_TYPE, `${file} ${name}`, { message: 'must be a list', got: list }));
      return [];
    }
    return list.flatMap((entry: unknown, index) => {
      const understood = isObject(entry) ? read(entry) : undefined;
      if (understood === undefined) {
        findings.push(finding(VALUE_TYPE, `${file} ${name}[${index}]`, { message: 'must be an entry as the API shows it', got: entry }));
        return [];
      }
      return [understood];
    });
  };
  return { nativeAcls: entries('kafka_acl', readNativeAcl), aivenAcls: entries('acl', readAivenAcl) };
}

function readNativeAcl(entry: JsonObject): NativeAcl | undefined {
  const acl = {
    principal: entry.principal,
    host: entry.host ?? '*',
    resourceType: memberOf(KafkaResourceType, entry.resource_type),
    resourceName: entry.resource_name,
    patternType: memberOf(KafkaPatternType, entry.pattern_type),
    operation: memberOf(KafkaOperation, entry.operation),
    permissionType: memberOf(KafkaPermissionType, entry.permission_type),
  };
  return Object.values(acl).every((value) => typeof value === 'string') ? acl as NativeAcl : undefined;
}

function readAivenAcl(entry: JsonObject): AivenAcl | undefined {
  const acl = { username: entry.username, topic: entry.topic, permission: memberOf(AivenKafkaPermission, entry.permission) };
  return Object.values(acl).every((value) => typeof value === 'string') ? acl as AivenAcl : undefined;
}

function memberOf<T extends string>(values: { readonly [name: string]: T }, value: unknown): T | undefined {
  return Object.values(values).find((member) => member === value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readObject(file: string, text: string, findings: Finding[]): JsonObject | undefined {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    root = undefined;
  }
  if (isObject(root)) {
    return root;
  }
  findings.push(finding(JSON_SYNTAX, file, { message: 'is no JSON object' }));
  return undefined;
}

class Reader {
  constructor(private readonly file: string, private readonly root: JsonObject, private readonly findings: Finding[]) {}

  /** OAuth fields of a block besides those known. */
  reportUnknown(block: string, known: readonly string[]): void {
    const members = this.root[block];
    for (const name of isObject(members) ? Object.keys(members) : []) {
      if (name.startsWith('sasl_oauthbearer_') && !known.includes(name)) {
        this.report(FIELD_UNKNOWN, `${block}.${name}`, 'is no field of the Terraform provider');
      }
    }
  }

  text(path: readonly string[]): string | undefined {
    return this.typed(path, 'string') as string | undefined;
  }

  /** A text as Kafka trims it; blank is as good as absent. */
  trimmed(path: readonly string[]): string | undefined {
    return javaTrim(this.text(path) ?? '') || undefined;
  }

  boolean(path: readonly string[]): boolean | undefined {
    return this.typed(path, 'boolean') as boolean | undefined;
  }

  texts(name: string): readonly string[] | undefined {
    const list = this.root[name];
    if (list === undefined || list === null || (Array.isArray(list) && list.length === 0)) {
      return undefined;
    }
    if (Array.isArray(list) && list.every((member) => typeof member === 'string')) {
      return list;
    }
    this.report(VALUE_TYPE, name, 'must be a list of texts', list);
    return undefined;
  }

  private typed(path: readonly string[], type: 'string' | 'boolean'): unknown {
    let value: unknown = this.root;
    for (const name of path) {
      value = isObject(value) ? value[name] : undefined;
    }
    if (value === undefined || value === null || typeof value === type) {
      return value ?? undefined;
    }
    this.report(VALUE_TYPE, path.join('.'), `must be a ${type}`, value);
    return undefined;
  }

  private report(rule: RuleText, where: string, message: string, got?: unknown): void {
    this.findings.push(finding(rule, `${this.file} ${where}`, { message, got }));
  }
}
