import { SaxesParser, type SaxesTagNS } from 'saxes';

/** An element of a parsed document. Names are without prefix; comments and processing instructions are left out. */
export interface XmlElement {
  readonly name: string;
  /** Its namespace; empty for none. */
  readonly namespace: string;
  /** By name, without those of namespaces. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own character data, untrimmed. */
  readonly text: string;
}

/** A document that is not well-formed, or beyond a limit. Messages have no content of the document. */
export class XmlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'XmlError';
  }
}

const MAX_CHARACTERS = 10_000_000;
const MAX_DEPTH = 40;
const MAX_ELEMENTS = 500_000;

interface OpenElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/**
 * Parses a document strictly. A DTD is refused, so that there are no entities but the five of XML and numeric ones.
 * @throws XmlError for a document that is not well-formed, has a DTD, or more than ten million characters, 500,000 elements
 *   or 40 levels
 */
export function parseXml(text: string): XmlElement {
  if (text.length > MAX_CHARACTERS) throw new XmlError('The XML is too long');
  const tree = createTree();
  const parser = new SaxesParser({ xmlns: true });
  parser.on('doctype', () => {
    throw new XmlError('The XML has a DTD, which is not accepted');
  });
  parser.on('error', () => {
    throw new XmlError(`The XML is not well-formed at line ${parser.line}, column ${parser.column}`);
  });
  parser.on('opentag', tree.open);
  parser.on('closetag', tree.close);
  parser.on('text', tree.text);
  parser.on('cdata', tree.text);
  parser.write(text.replace(/^\uFEFF/, '')).close();
  return tree.root();
}

function createTree() {
  const stack: OpenElement[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  return {
    open({ local, uri, attributes }: SaxesTagNS): void {
      elements += 1;
      if (stack.length >= MAX_DEPTH) throw new XmlError(`The XML is nested deeper than ${MAX_DEPTH} levels`);
      if (elements > MAX_ELEMENTS) throw new XmlError(`The XML has more than ${MAX_ELEMENTS} elements`);
      const own: Record<string, string> = Object.create(null);
      for (const attribute of Object.values(attributes)) {
        if (attribute.prefix === '' && attribute.local !== 'xmlns') own[attribute.local] = attribute.value;
      }
      stack.push({ name: local, namespace: uri, attributes: own, children: [], text: '' });
    },
    close(): void {
      const element = stack.pop();
      const parent = stack.at(-1);
      if (element && parent) parent.children.push(element);
      else root ??= element ?? null;
    },
    text(data: string): void {
      const element = stack.at(-1);
      if (element) element.text += data;
    },
    root(): XmlElement {
      if (!root) throw new XmlError('The XML has no element');
      return root;
    },
  };
}

/** The first child of that name; null if there is none. */
export function childOf(element: XmlElement | null, name: string): XmlElement | null {
  return element?.children.find((child) => child.name === name) ?? null;
}

/** The children of that name, in order. */
export function childrenOf(element: XmlElement | null, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The trimmed text of the element at a path of names; null if it is missing or empty. */
export function textAt(element: XmlElement | null, ...path: readonly string[]): string | null {
  const found = path.reduce<XmlElement | null>(childOf, element);
  return found?.text.trim() || null;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** What no XML 1.0 document may contain, not even as a reference. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A text as character data or attribute value. Characters that XML cannot hold are left out; a carriage return survives. */
export function escapeXml(text: string): string {
  return text
    .replace(FORBIDDEN, '')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
    .replaceAll('\r', '&#13;');
}

/** As `escapeXml`, in ASCII: all other characters are numeric references. */
export function escapeAscii(text: string): string {
  return escapeXml(text).replace(/[^\t\n\r -~]/gu, (character) => `&#${character.codePointAt(0)};`);
}
