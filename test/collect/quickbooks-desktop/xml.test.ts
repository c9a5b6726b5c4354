import { describe, expect, it } from 'vitest';
import { escapeAscii, escapeXml, parseXml, textAt, XmlError } from '#src/collect/quickbooks-desktop/xml.ts';

describe('XML', () => {
  it('is read with its numeric references, CDATA, comments and namespaces', () => {
    const root = parseXml(
      '<?xml version="1.0"?><!-- x --><a:r xmlns:a="urn:a" v="41000 &#183; A"><b>1<![CDATA[<2>]]>&amp;&#x26;</b></a:r>',
    );
    expect(root).toMatchObject({ name: 'r', namespace: 'urn:a', attributes: { v: '41000 · A' } });
    expect(textAt(root, 'b')).toBe('1<2>&&');
    expect(textAt(root, 'c', 'd')).toBeNull();
  });

  it.each([
    ['a DTD', '<!DOCTYPE r [<!ENTITY a "x">]><r>&a;</r>', /DTD/],
    ['an external DTD', '<!DOCTYPE r SYSTEM "http://example.com/x.dtd"><r/>', /DTD/],
    ['an unknown entity', '<r>&nbsp;</r>', /not well-formed/],
    ['a missing end', '<r><a>', /not well-formed/],
    ['a second root', '<r/><r/>', /not well-formed/],
    ['stray text', 'x<r/>', /not well-formed/],
    ['no element', '', /not well-formed|no element/],
    ['an unbound prefix', '<a:r/>', /not well-formed/],
    ['41 levels', `${'<a>'.repeat(41)}${'</a>'.repeat(41)}`, /deeper/],
    ['100,000 open elements', '<a>'.repeat(100_000), /deeper/],
    ['500,001 elements', `<r>${'<a/>'.repeat(500_000)}</r>`, /more than 500000/],
    ['too many characters', `<r>${' '.repeat(10_000_000)}</r>`, /too long/],
  ])('with %s is refused', (_, text, message) => {
    expect(() => parseXml(text)).toThrow(XmlError);
    expect(() => parseXml(text)).toThrow(message);
  });

  it('has names of prototypes as plain attributes', () => {
    const { attributes } = parseXml('<r __proto__="x" constructor="y"/>');
    expect({ ...attributes }).toEqual(JSON.parse('{"__proto__":"x","constructor":"y"}'));
  });

  it('is escaped so that a parser reads the same, in ASCII or not', () => {
    const text = `<a> & "b" 'c' é · 😀\r\n\t]]>`;
    for (const escaped of [escapeXml(text), escapeAscii(text)]) {
      expect(parseXml(`<r v="${escaped.replaceAll(/[\r\n\t]/g, ' ')}">${escaped}</r>`).text).toBe(text);
    }
    expect(escapeAscii(text)).toMatch(/^[\t\n\r -~]*$/);
    expect(escapeXml('a\0b\u0001c\uFFFE')).toBe('abc');
  });
});
