import { javaTrim, lineEnd } from './kafka-text';
import { KAFKA_RELEASES } from './releases';
import { AivenKafkaSettings, KafkaListener } from './settings';
import { ALLOWED_URLS_PROPERTY } from './vocabulary';
import { Encoding, Template, TemplateBuilder } from '../../text/template';
import { isUnresolvedList } from '../../text/unresolved';

/** From 4.0 on a broker fetches keys only from URLs that a system property lists. */
export function allowedUrls(settings: AivenKafkaSettings, target: KafkaListener, version: string | undefined): readonly string[] {
  const others = target.allowedUrls ?? [];
  const needed = others.length > 0 || KAFKA_RELEASES.isSince(version, '4.0.0') !== false;
  return needed && settings.jwksEndpointUrl !== undefined ? [settings.jwksEndpointUrl, ...others] : others;
}

/** An argument file of the `java` launcher, in which a quoted argument escapes only backslash, quote and line ends. */
const QUOTED_ARGUMENT: Encoding = {
  encode: (value) => String(value).replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r'),
  hcl: (reference) => [['\\\\', '\\\\\\\\'], ['\\"', '\\\\\\"'], ['\\n', '\\\\n'], ['\\r', '\\\\r']]
    .reduce((inner, [from, to]) => `replace(${inner}, "${from}", "${to}")`, reference),
};

/** A list whose members are known only at apply, between commas. */
const QUOTED_LIST: Encoding = {
  encode: (value) => QUOTED_ARGUMENT.encode((value as readonly string[]).join(',')),
  hcl: (reference) => QUOTED_ARGUMENT.hcl(`join(",", ${reference})`),
};

/** The argument file that allows the URLs. */
export function jvmOptions(urls: readonly string[]): Template {
  const text = new TemplateBuilder().text(`"-D${ALLOWED_URLS_PROPERTY}=`);
  urls.forEach((url, index) => {
    text.text(index > 0 ? ',' : '');
    // The one member of a list that only Terraform knows stands for all its members.
    return isUnresolvedList([url]) ? text.value([url], QUOTED_LIST) : text.value(url, QUOTED_ARGUMENT);
  });
  return text.text('"\n').build();
}


/** What an argument file says about allowed URLs: the last such option counts. Undefined when it has none. */
export function parseJvmOptions(text: string): readonly string[] | undefined {
  const last = text.split(/\r\n|\r|\n/).filter(isOurs).pop();
  if (last === undefined) {
    return undefined;
  }
  const quoted = last.trim().replace(/^"([^]*)"$/, '$1').replace(/\\([^])/g, (_whole, character) => ({ n: '\n', r: '\r' })[character as string] ?? character);
  const value = quoted.slice(quoted.indexOf('=') + 1);
  return value.split(',').map(javaTrim).filter((url) => url !== '');
}

/** Replaces the option in an argument file and keeps every other line. */
export function mergeJvmOptions(existing: string, ours: string): string {
  const newline = lineEnd(existing);
  const option = ours.split('\n')[0];
  const lines = existing.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  const first = lines.findIndex(isOurs);
  if (first >= 0) {
    return lines.flatMap((line, index) => {
      if (!isOurs(line)) {
        return [line];
      }
      return index === first ? [option + (/[\r\n]+$/.exec(line)?.[0] ?? '')] : [];
    }).join('');
  }
  const separator = existing === '' || /[\r\n]$/.test(existing) ? '' : newline;
  return `${existing}${separator}${option}${newline}`;
}

function isOurs(line: string): boolean {
  return line.trim().replace(/^"/, '').startsWith(`-D${ALLOWED_URLS_PROPERTY}=`);
}
