/** XML as QuickBooks and .NET write it; written apart from the program's own. */

/** A quoted attribute value. */
export function attribute(text: string, asReferences = false): string {
  const escaped = text.replace(/[&<>"]/g, escapeOf);
  return `"${asReferences ? escaped.replace(/[^ -~]/gu, (each) => `&#${each.codePointAt(0)};`) : escaped}"`;
}

/** Character data. A carriage return is `&#xD;`, as .NET writes it. */
export function characters(text: string): string {
  return text.replace(/[&<>]/g, escapeOf).replaceAll('\r', '&#xD;');
}

/** An element; without content as .NET writes it, `<name />`. */
export function element(name: string, content: string): string {
  return content === '' ? `<${name} />` : `<${name}>${content}</${name}>`;
}

function escapeOf(character: string): string {
  return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[character] ?? character;
}
