import * as fc from 'fast-check';
import { listEncoding, XML_ATTRIBUTE, XML_CHARACTERS, XML_TEXT } from '../../../../src/brokers/hivemq/xml/encoding';
import { parseXml, textOf } from '../../../../src/brokers/hivemq/xml/tree';
import { describeWithTerraform } from '../../../support/terraform';
import { hostileText } from '../arbitrary';
import { evaluateExpressions } from '../terraform-console';

const SAMPLES = ['a&b<c>"d"\'e\'', '&amp;', 'x\r\ny\tz', ' \n', ']]><!-- -->', '${a}%{b}$$', '😀é', '\\n\\"'];

describe('XML encodings', () => {
  test('escape every character that means something to XML', () => {
    expect(XML_TEXT.encode('a&b<c>"d"\'e\'\r\n\t')).toBe('a&amp;b&lt;c&gt;&quot;d&quot;&apos;e&apos;&#13;\n\t');
    expect(XML_ATTRIBUTE.encode('"\r\n\t')).toBe('&quot;&#13;&#10;&#9;');
  });

  test('write lists as words, booleans and numbers as they are', () => {
    expect([XML_TEXT.encode(['a', '<b>']), XML_TEXT.encode(true), XML_TEXT.encode(0.5)]).toEqual(['a &lt;b&gt;', 'true', '0.5']);
  });

  test('any text survives in an element and in an attribute', () => {
    fc.assert(fc.property(hostileText, (text) => {
      const { root } = parseXml(`<a b="${XML_ATTRIBUTE.encode(text)}">${XML_TEXT.encode(text)}</a>`);
      expect([root!.attributes[0].value, textOf(root!)]).toEqual([text, text]);
    }), { numRuns: 1000 });
  });

  test('say the same in Terraform\'s language, ampersand first', () => {
    expect(XML_TEXT.hcl('x')).toBe('replace(replace(replace(replace(replace(replace(x, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), "\\"", "&quot;"), "\'", "&apos;"), "\\r", "&#13;")');
    expect(listEncoding(XML_TEXT).hcl('x')).toContain('replace(join(" ", x), "&"');
  });

  test.each(['\u0000', '\u0001', '\u0008', '\u000b', '\u001f', '\ufffe', '\uffff'])('XML 1.0 cannot hold %j', (character) => {
    expect(XML_CHARACTERS.test(`a${character}`)).toBe(false);
  });

  test('XML 1.0 can hold line ends, tabs, delete and astral characters', () => {
    expect(XML_CHARACTERS.test('\t\r\n\u007f\u0085😀')).toBe(true);
  });
});

describeWithTerraform('XML encodings in Terraform', () => {
  test('give the same text as at synthesis', () => {
    const expressions = SAMPLES.flatMap((text) => [XML_TEXT.hcl(hcl(text)), XML_ATTRIBUTE.hcl(hcl(text)), listEncoding(XML_TEXT).hcl(`[${hcl(text)}, "b"]`)]);
    const expected = SAMPLES.flatMap((text) => [XML_TEXT.encode(text), XML_ATTRIBUTE.encode(text), XML_TEXT.encode([text, 'b'])]);
    expect(evaluateExpressions(expressions)).toEqual(expected);
  });

  test('judge characters as at synthesis', () => {
    const texts = ['a', '\u0001', 'a\tb\r\nc', '\u001f', '\u007f', '😀'];
    expect(evaluateExpressions(texts.map((text) => XML_CHARACTERS.hcl(hcl(text))))).toEqual(texts.map((text) => XML_CHARACTERS.test(text)));
  });
});

/** The text as an expression: base64 keeps it out of the syntax. */
function hcl(text: string): string {
  return `base64decode("${Buffer.from(text, 'utf8').toString('base64')}")`;
}
