import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { listener, LISTENER, SERVICE, UNKNOWN } from './support/settings';
import { KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType } from '../../../src/brokers/aiven-kafka/acl';
import { parseSettings } from '../../../src/brokers/aiven-kafka/parse';
import { renderSettings } from '../../../src/brokers/aiven-kafka/render';
import { joinedMaxLength, NOT_EMPTY_LIST, PRINTABLE_ASCII, TRIMMED } from '../../../src/brokers/aiven-kafka/rules/conditions';
import { AivenKafkaSettings, normalizeSettings } from '../../../src/brokers/aiven-kafka/settings';
import { Condition } from '../../../src/rules/condition';
import { escapeTemplate, escapeTemplateBeforeHole } from '../../../src/text/hcl';
import { fillTemplate, Template } from '../../../src/text/template';
import { HOSTILE } from '../../support/hostile';
import { apply, describeWithTerraform } from '../../support/terraform';

/** What Terraform makes of expressions over `var.values`. */
function outputs(values: Record<string, unknown>, expressions: Record<string, string>): Record<string, any> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-kafka-'));
  const output = Object.fromEntries(Object.entries(expressions).map(([name, value]) => [name, { value }]));
  fs.writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify({ variable: { values: { type: 'any' } }, output }));
  fs.writeFileSync(path.join(directory, 'terraform.tfvars.json'), JSON.stringify({ values }));
  const found = apply(directory).values.outputs;
  fs.rmSync(directory, { recursive: true });
  return Object.fromEntries(Object.entries<any>(found).map(([name, { value }]) => [name, value]));
}

/** A template whose holes all hold the same value, as Terraform text. */
function terraformText(template: Template, reference: string): string {
  return template.map((part, index) => {
    if (typeof part !== 'string') {
      return `\${${part.encoding.hcl(reference)}}`;
    }
    return index + 1 < template.length ? escapeTemplateBeforeHole(part) : escapeTemplate(part);
  }).join('');
}

const ENTRY = {
  host: '*', resourceType: KafkaResourceType.GROUP, patternType: KafkaPatternType.LITERAL, operation: KafkaOperation.READ, permissionType: KafkaPermissionType.ALLOW,
};

/** Settings with one value in every place that takes a text. */
function filled(settings: AivenKafkaSettings, value: string): AivenKafkaSettings {
  return {
    ...settings, jwksEndpointUrl: value, issuer: value, audience: [value], subClaimName: value,
    nativeAcls: [{ ...ENTRY, principal: `User:${value}`, resourceName: value }],
  };
}

describeWithTerraform('values that arrive at apply', () => {
  test('fill their places in every file as they would at synthesis, and break out of none', () => {
    const texts = Object.entries(HOSTILE).filter(([, text]) => text.length < 1000);
    const targets = { service: SERVICE, broker: listener({ listener: 'OAUTH' }) };
    const cases = texts.flatMap(([name, value]) => Object.entries(targets).flatMap(([kind, settings]) =>
      renderSettings(filled(settings, UNKNOWN), '4.2').map((file) => ({ key: `${name}-${kind}-${file.name.replace(/\W/g, '_')}`, name, value, settings, file }))));
    // A principal is one value with a part that is known, which the CDK joins.
    const reference = (value: unknown) => `var.values.${value}`;
    const expressions = Object.fromEntries(cases.map(({ key, name, file }) => [key, file.text.map((part, index) => {
      const own = typeof part !== 'string' && String(part.value).startsWith('User:') ? `"User:\${${reference(name)}}"` : reference(name);
      const listed = typeof part !== 'string' && Array.isArray(part.value) ? `[${own}]` : own;
      return terraformText(index + 1 < file.text.length ? [part, { value: '', encoding: { encode: () => '', hcl: () => '""' } }] : [part], listed);
    }).join('')]));

    const made = outputs(Object.fromEntries(texts), expressions);

    for (const { key, value, settings, file } of cases) {
      const expected = renderSettings(filled(settings, value), '4.2').find(({ name }) => name === file.name)!;
      const known = fillTemplate(expected.text, () => '');
      // Terraform cannot write \uXXXX into properties; a precondition demands ASCII there. In JSON it escapes more than needed.
      if (file.name.endsWith('.json')) {
        expect([key, JSON.parse(made[key])]).toEqual([key, JSON.parse(known)]);
      } else if (/^[\x20-\x7e\n\r\t\f]*$/.test(value) || file.name !== 'server.properties') {
        expect([key, made[key]]).toEqual([key, known]);
      }
    }
  });

  test('are judged there as here', () => {
    const texts = ['', ' ', 'a', ' a', 'a ', 'a b', 'a\nb', 'a\u007f', 'é', 'x'.repeat(129), 'a,b'];
    const cases: { readonly condition: Condition; readonly value: unknown }[] = [
      ...[TRIMMED, PRINTABLE_ASCII].flatMap((condition) => texts.map((value) => ({ condition, value }))),
      ...[NOT_EMPTY_LIST, joinedMaxLength(3)].flatMap((condition) => [[], ['a'], ['a', 'b'], ['ab', 'c']].map((value) => ({ condition, value }))),
    ];
    const made = outputs(
      Object.fromEntries(cases.map(({ value }, index) => [`v${index}`, value])),
      Object.fromEntries(cases.map(({ condition }, index) => [`o${index}`, `\${${condition.hcl(`var.values.v${index}`)}}`])),
    );
    expect(cases.map(({ value }, index) => [value, made[`o${index}`]])).toEqual(cases.map(({ condition, value }) => [value, condition.test(value as string)]));
  });
});

const JAVA = (() => {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const PROBE = `
import java.io.*; import java.util.*;
public class Probe { public static void main(String[] args) throws Exception {
  Properties properties = new Properties();
  try (InputStream in = new FileInputStream(args[0])) { properties.load(in); }
  StringBuilder out = new StringBuilder();
  for (String name : new TreeSet<>(properties.stringPropertyNames())) out.append(name).append('\\0').append(properties.getProperty(name)).append('\\0');
  System.out.write(out.toString().getBytes("UTF-8")); System.out.flush();
} }
`;

(JAVA ? describe : describe.skip)(`java.util.Properties${JAVA ? '' : ' (skipped: no java on PATH)'}`, () => {
  test('reads what was rendered as it was meant', () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-java-'));
    const texts = Object.values(HOSTILE).filter((text) => text.length < 1000);
    const lines = texts.map((value, index) => renderSettings({ ...LISTENER, issuer: value, target: { ...LISTENER.target, listener: `L${index}` } }, '4.2')[0].text.join(''));
    fs.writeFileSync(path.join(directory, 'server.properties'), lines.join(''), 'latin1');
    fs.writeFileSync(path.join(directory, 'Probe.java'), PROBE);

    const printed = execFileSync('java', [path.join(directory, 'Probe.java'), path.join(directory, 'server.properties')], { encoding: 'utf8' }).split('\0');

    fs.rmSync(directory, { recursive: true });
    const read = new Map(printed.slice(0, -1).flatMap((name, index) => (index % 2 === 0 ? [[name, printed[index + 1]] as const] : [])));
    expect(texts.map((_, index) => read.get(`listener.name.l${index}.oauthbearer.sasl.oauthbearer.expected.issuer`))).toEqual(texts);
  });
});

test('settings come back from files however hostile their texts are', () => {
  for (const value of Object.values(HOSTILE).map((text) => text.replace(/[\x00-\x20\x7f,]+/g, '-'))) {
    for (const settings of [filled(SERVICE, value), filled(LISTENER, value)]) {
      const files = Object.fromEntries(renderSettings(settings, '4.2').map(({ name, text }) => [name, text.join('')]));
      expect(parseSettings(files, '4.2').settings).toEqual(normalizeSettings(settings, '4.2'));
    }
  }
});
