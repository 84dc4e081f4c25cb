import { hclString } from '../../text/hcl';
import { Encoding, Template, TemplateBuilder } from '../../text/template';
import { Value } from '../../text/unresolved';
import { RenderedFile } from '../broker-core';
import { renderCloudAmqp } from './cloud-amqp';
import { CLOUDAMQP_FILE, INI_FILE, LavinMqSettings, normalize, SETTINGS, SettingFact, SettingType, valueOf } from './settings';

const LINE = '[^\\x00-\\x1f\\x7f\u0085\u2028\u2029]*';
const MEMBER = '[^,\\x00-\\x1f\\x7f\u0085\u2028\u2029]*';
const WORD = '[^ \\x00-\\x1f\\x7f\u0085\u2028\u2029]*';
const CONTROL_CHARACTERS = /[\x00-\x1f\x7f\u0085\u2028\u2029]/g;

/**
 * The file has no escapes. A value that could leave its line is refused by a rule; should it come here all the same, a known one
 * loses its control characters, and one that arrives at apply fails there, since Terraform's `regex` stops where nothing matches.
 */
const TEXT: Encoding = {
  encode: (value) => String(value).replace(CONTROL_CHARACTERS, ' '),
  hcl: (reference) => `regex(${hclString(`^${LINE}$`)}, ${reference})`,
};

const LIST: Encoding = joined(',', MEMBER);
const WORDS: Encoding = joined(' ', WORD);

function joined(separator: string, member: string): Encoding {
  return {
    encode: (value) => TEXT.encode((value as readonly string[]).join(separator)),
    hcl: (reference) => `join(${hclString(separator)}, [for member in ${reference} : regex(${hclString(`^${member}$`)}, member)])`,
  };
}

const ENCODINGS: Readonly<Record<SettingType, Encoding>> = { text: TEXT, list: LIST, words: WORDS, boolean: TEXT, seconds: TEXT };

/** The native files that express the settings: our part of `lavinmq.ini`, or the attributes of the CloudAMQP resource. */
export function render(settings: LavinMqSettings): readonly RenderedFile[] {
  const normal = normalize(settings);
  return normal.cloudAmqp === undefined
    ? [{ name: INI_FILE, text: renderIni(normal) }]
    : [{ name: CLOUDAMQP_FILE, text: renderCloudAmqp(normal) }];
}

function renderIni(settings: LavinMqSettings): Template {
  const builder = new TemplateBuilder();
  let section: string | undefined;
  for (const setting of SETTINGS) {
    const value = valueOf(settings, setting.name);
    if (value === undefined) {
      continue;
    }
    if (setting.section !== section) {
      builder.text(`${section === undefined ? '' : '\n'}[${setting.section}]\n`);
      section = setting.section;
    }
    renderEntry(setting, value, builder);
  }
  return builder.build();
}

function renderEntry(setting: SettingFact, value: Value, builder: TemplateBuilder): void {
  builder.text(value === '' ? `${setting.key} =` : `${setting.key} = `);
  builder.value(value, ENCODINGS[setting.type]).text('\n');
}
