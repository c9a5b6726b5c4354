import { anchorOf, type Block, partsOf, type TableBlock, type Text, type TextDocument } from './text-document.ts';

/** Characters that Markdown gives a meaning to within a line. */
const SPECIAL = /[\\`*_{}[\]<>|~]/g;

/** Writes a document as Markdown. */
export function markdownDocument({ title, blocks }: TextDocument): string {
  return `${[`# ${escaped(title)}`, ...blocks.map(written)].join('\n\n')}\n`;
}

function written(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`;
    case 'paragraph':
      return begun(inline(block.text));
    case 'list':
      return block.items.map((item) => `- ${begun(inline(item))}`).join('\n');
    case 'code':
      return `\`\`\`${block.language}\n${block.text}\n\`\`\``;
    case 'table':
      return table(block);
    case 'strip':
      return block.marks.map(({ label, word }) => `- ${escaped(`${label}: ${word}`)}`).join('\n');
  }
}

function table({ columns, rows }: TableBlock): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ label }) => escaped(label))),
    line(columns.map(({ isNumeric }) => (isNumeric ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(inline))),
  ].join('\n');
}

function inline(text: Text): string {
  return partsOf(text)
    .map((part) => {
      if (typeof part === 'string') return escaped(part);
      if ('code' in part) return codeSpan(part.code);
      return `[${escaped(part.heading)}](#${anchorOf(part.heading)})`;
    })
    .join('');
}

/** A line that does not begin as a heading, list or quotation does. */
function begun(line: string): string {
  return line.replace(/^(?:#+|[-+])(?=\s)/, (start) => `\\${start}`).replace(/^(\d+)([.)])(?=\s)/, '$1\\$2');
}

/** Fenced by more backticks than it contains. */
function codeSpan(code: string): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const text = code.replaceAll('\n', ' ').replaceAll('|', '\\|');
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

/** On one line, without any meaning to Markdown. */
function escaped(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').replace(SPECIAL, (character) => `\\${character}`);
}
