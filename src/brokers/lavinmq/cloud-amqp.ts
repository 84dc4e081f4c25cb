import { evaluate, Finding, finding } from '../../rules/rule';
import { JSON_VALUE, Template, TemplateBuilder } from '../../text/template';
import { Value } from '../../text/unresolved';
import { Parsed } from '../broker-core';
import { CLOUDAMQP_ATTRIBUTES, CloudAmqpAttribute, cloudAmqpAttributes, DISABLE_BASIC_AUTH } from './cloud-amqp-attributes';
import { CLOUDAMQP_ATTRIBUTE, CLOUDAMQP_JSON, CLOUDAMQP_VERIFY_AUD } from './parse-rules';
import { CLOUDAMQP_RULES } from './rules/cloud-amqp-rules';
import { CLOUDAMQP_FILE, LavinMqSettings, normalize } from './settings';

/** The settings as CloudAMQP's resource takes them. */
export interface CloudAmqpForm {
  readonly attributes: { readonly [attribute: string]: Value };
  /** What cannot be expressed or is refused there. */
  readonly findings: readonly Finding[];
}

/** Turns settings into attributes of `cloudamqp_oauth2_configuration`; what the resource cannot express is found, never dropped. */
export function cloudAmqpForm(settings: LavinMqSettings): CloudAmqpForm {
  const target = { ...settings, cloudAmqp: settings.cloudAmqp ?? {} };
  const { findings } = evaluate(CLOUDAMQP_RULES, { settings: target, version: undefined, acknowledged: [] });
  return { attributes: cloudAmqpAttributes(target), findings };
}

/** The attributes as a JSON text, one a line. */
export function renderCloudAmqp(settings: LavinMqSettings): Template {
  const builder = new TemplateBuilder().text('{\n');
  Object.entries(cloudAmqpAttributes(settings)).forEach(([attribute, value], index) => {
    builder.text(`${index === 0 ? '' : ',\n'}  ${JSON.stringify(attribute)}: `).value(value, JSON_VALUE);
  });
  return builder.text('\n}\n').build();
}

/** Reads the attributes back. */
export function parseCloudAmqp(text: string): Parsed<LavinMqSettings> {
  const attributes = readObject(text);
  if (attributes === undefined) {
    return { findings: [finding(CLOUDAMQP_JSON, CLOUDAMQP_FILE, { message: 'is not a JSON object' })] };
  }
  const findings: Finding[] = [];
  const settings: Record<string, unknown> = {};
  const cloudAmqp: Record<string, unknown> = {};
  for (const [attribute, value] of Object.entries(attributes)) {
    const target = attribute === DISABLE_BASIC_AUTH ? { attribute, type: 'bool' as const } : known(attribute);
    if (target === undefined) {
      findings.push(finding(CLOUDAMQP_ATTRIBUTE, attribute, { message: 'is no attribute that LavinMQ settings have' }));
    } else if (!fits(value, target.type)) {
      findings.push(finding(CLOUDAMQP_ATTRIBUTE, attribute, { message: `must be a ${target.type}`, got: value }));
    } else if ('name' in target) {
      settings[target.name] = value;
    } else {
      cloudAmqp.disableBasicAuth = value;
    }
  }
  if (settings.verifyAud === undefined) {
    findings.push(finding(CLOUDAMQP_VERIFY_AUD, 'verify_aud', { message: 'is missing: the provider sends false' }));
    settings.verifyAud = false;
  }
  return { settings: normalize({ ...settings, cloudAmqp }), findings };
}

function known(attribute: string): CloudAmqpAttribute | undefined {
  return CLOUDAMQP_ATTRIBUTES.find((candidate) => candidate.attribute === attribute);
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : undefined;
  } catch {
    return undefined;
  }
}

function fits(value: unknown, type: CloudAmqpAttribute['type']): boolean {
  if (type === 'list') {
    return Array.isArray(value) && value.every((member) => typeof member === 'string');
  }
  return typeof value === (type === 'bool' ? 'boolean' : 'string');
}
