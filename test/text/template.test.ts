import { escapeAroundTokens, escapeTemplate, escapeTemplateBeforeHole, hclString } from '../../src/text/hcl';
import { JSON_VALUE, plainText, TemplateBuilder, VERBATIM } from '../../src/text/template';

const TOKEN = '${TfToken[TOKEN.7]}';

describe('TemplateBuilder', () => {
  test('merges known values and literals into one text', () => {
    const built = new TemplateBuilder().text('a = ').value('b"c', JSON_VALUE).text('\n').build();
    expect(plainText(built)).toBe('a = "b\\"c"\n');
  });

  test('leaves a hole for a value that is known only at apply', () => {
    const built = new TemplateBuilder().text('a = ').value(`x-${TOKEN}`, VERBATIM).build();
    expect(built).toEqual(['a = ', { value: `x-${TOKEN}`, encoding: VERBATIM }]);
    expect(plainText(built)).toBeUndefined();
  });

  test('an empty template is an empty text', () => {
    expect(plainText(new TemplateBuilder().build())).toBe('');
  });
});

describe('escaping for Terraform', () => {
  test.each([
    ['${mqtt-clientid}', '$${mqtt-clientid}'],
    ['%{ if }', '%%{ if }'],
    ['$5 and 5%', '$5 and 5%'],
  ])('%s becomes %s', (literal, escaped) => {
    expect(escapeTemplate(literal)).toBe(escaped);
  });

  test('a dollar sign before an interpolation cannot turn it into text', () => {
    expect(escapeTemplateBeforeHole('cost $')).toBe('cost ${"$"}');
  });

  test('string literals escape quotes, backslashes, control characters and templates', () => {
    expect(hclString('a"b\\c\nd${e}\u0001')).toBe('"a\\"b\\\\c\\nd$${e}\\u0001"');
  });
});

test('literal text around marked values is literal, the marks stay', () => {
  const mark = '${TfToken[TOKEN.1]}';
  expect(escapeAroundTokens(`\${ENV:${mark}} costs $${mark}%{x}`)).toBe(`\${"$"}{ENV:${mark}} costs \${"$"}${mark}%%{x}`);
  expect(escapeAroundTokens(`%$\${a}${mark}\${b}`)).toBe(`\${"%$$"}{a}${mark}\${"$"}{b}`);
  expect(escapeAroundTokens(mark)).toBe(mark);
});

test('a byte order mark that begins a text is written as an interpolation, since Terraform drops it', () => {
  expect(escapeTemplate('\ufeffa\ufeff')).toBe('${"\\ufeff"}a\ufeff');
  expect(hclString('\ufeffa')).toBe('"\ufeffa"');
});
