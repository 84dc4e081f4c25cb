import * as fc from 'fast-check';
import { elementsOf, parseXml, textOf, XML_LIMITS, XmlElement } from '../../../../src/brokers/hivemq/xml/tree';

describe('parseXml', () => {
  test.each([
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'has a DOCTYPE'],
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'has a DOCTYPE'],
    ['<a>&x;</a>', 'is not well-formed XML: 1:6: undefined entity.'],
    ['<a><b></a>', 'is not well-formed XML'],
    ['<a/><b/>', 'is not well-formed XML'],
    ['<a b="1" b="2"/>', 'is not well-formed XML'],
    ['<x:a/>', 'unbound namespace prefix'],
    ['<a>\u0001</a>', 'disallowed character'],
    ['', 'is not well-formed XML'],
    ['<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'declares the encoding ISO-8859-1; only UTF-8 is read'],
    ['<!---\ud800', 'holds half of a surrogate pair'],
    ['<?xml version="1.1"?><a/>', 'is not XML 1.0'],
    ['<a>'.repeat(60) + '</a>'.repeat(60), `nests elements deeper than ${XML_LIMITS.depth} levels`],
    [`<a>${' '.repeat(XML_LIMITS.characters)}</a>`, `is larger than ${XML_LIMITS.characters} characters`],
  ])('refuses %#', (text, problem) => {
    expect(parseXml(text)).toMatchObject({ problem: expect.stringContaining(problem) });
  });

  test('reads text, CDATA and references as one text and leaves comments out', () => {
    expect(textOf(parseXml('<a>x<!-- c -->&amp;&#13;<![CDATA[<y>]]></a>').root!)).toBe('x&\r<y>');
  });

  test('knows the line and the places of tags, behind astral characters, CRLF and a byte order mark', () => {
    const text = '\ufeff<?xml version="1.0"?>\r\n<a x="😀>">\r\n  <b>é😀</b><!-- 😀 --><c />\r\n</a >';
    const { root } = parseXml(text);
    expect(places(text, root!)).toEqual([
      ['a', 2, '<a x="😀>">', '</a >'], ['b', 3, '<b>', '</b>'], ['c', 3, '<c />', ''],
    ]);
    const comment = root!.children.find((child) => child.kind === 'comment')!;
    expect(comment).toMatchObject({ data: ' 😀 ' });
    expect(comment.kind === 'comment' && text.slice(comment.start, comment.end)).toBe('<!-- 😀 -->');
  });

  test('never throws, whatever it is given', () => {
    const piece = fc.constantFrom('<', '>', '/', 'a', 'b', '"', '=', '&', ';', '!', '-', '[', ']', '?', ' ', '\r', '\n', '😀', '\ud800', '\u0000', '<!--', '-->', '<![CDATA[', ']]>', '<!DOCTYPE');
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const { root, problem } = parseXml(pieces.join(''));
      expect((root === undefined) !== (problem === undefined)).toBe(true);
    }), { numRuns: 2000 });
  });
});

function places(text: string, element: XmlElement): unknown[] {
  const own = [element.name, element.line, text.slice(element.start, element.openEnd), element.selfClosing ? '' : text.slice(element.closeStart, element.end)];
  return [own, ...elementsOf(element).flatMap((child) => places(text, child))];
}
