import { createHash } from 'node:crypto';
import {
  anchorOf,
  type Block,
  partsOf,
  type StripBlock,
  type TableBlock,
  type Text,
  type TextDocument,
} from './text-document.ts';

/* Without anything from elsewhere: the page is mailed, printed and opened years later. */
const STYLE = `
:root { color-scheme: light; }
body { max-width: 70rem; margin: 0 auto; padding: 1rem; color: #1b1f24; background: #fff;
  font: 1rem/1.5 system-ui, "Segoe UI", "Liberation Sans", sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.8rem; line-height: 1.2; }
h2 { margin-top: 2.2rem; padding-bottom: .2rem; border-bottom: 2px solid #1b1f24; font-size: 1.35rem; }
h3 { margin-top: 1.8rem; font-size: 1.1rem; }
a { color: #0a4f9e; }
code { font-family: ui-monospace, "Liberation Mono", monospace; font-size: .9em; }
code { overflow-wrap: anywhere; }
pre { padding: .6rem .8rem; border: 1px solid #c8ced6; border-radius: .3rem; background: #f6f8fa; white-space: pre-wrap; }
.table { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; font-size: .92rem; }
caption { padding-bottom: .3rem; text-align: left; color: #4a5360; }
th, td { min-width: 5.5rem; padding: .25rem .6rem; border: 1px solid #c8ced6; text-align: left; vertical-align: top; }
thead th { background: #eef1f4; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.strip { display: flex; flex-wrap: wrap; gap: .4rem; margin: .8rem 0; padding: 0; list-style: none; }
.strip li { flex: 1 1 6rem; min-width: 6rem; padding: .4rem .5rem; border: 2px solid; border-radius: .3rem; font-size: .9rem; }
.strip span { display: block; }
.strip .good { border-color: #1a7f37; background: #e9f7ec; }
.strip .bad { border-color: #b42318; background: #fdeceb; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  h2, h3 { break-after: avoid; }
  pre, tr, .strip { break-inside: avoid; }
  thead { display: table-header-group; }
  .table { overflow: visible; }
  a { color: inherit; text-decoration: none; }
  .good, .bad { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@page { margin: 15mm; }
`;

/** The content security policy of these pages: their own style, and nothing else. Also within the page, for a saved copy. */
export const DOCUMENT_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Writes a document as one page of HTML that needs no other file, without scripts. */
export function htmlDocument({ title, blocks }: TextDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(DOCUMENT_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${blocks.map(written).join('\n')}
</main>
</body>
</html>
`;
}

function written(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level} id="${escaped(anchorOf(block.text))}">${escaped(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${inline(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`;
    case 'code':
      return `<pre><code>${escaped(block.text)}</code></pre>`;
    case 'table':
      return table(block);
    case 'strip':
      return strip(block);
  }
}

/** Wide tables scroll by themselves, and by keyboard. */
function table({ caption, columns, rows }: TableBlock): string {
  const classOf = (column: number) => (columns[column]?.isNumeric ? ' class="number"' : '');
  const head = columns.map(({ label }, column) => `<th scope="col"${classOf(column)}>${escaped(label)}</th>`).join('');
  const row = (cells: readonly Text[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? `<th scope="row">${inline(cell)}</th>` : `<td${classOf(column)}>${inline(cell)}</td>`,
      )
      .join('');
  const body = rows.map((cells) => `<tr>${row(cells)}</tr>`).join('\n');
  return `<div class="table" role="region" aria-label="${escaped(caption)}" tabindex="0"><table><caption>${escaped(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody></table></div>`;
}

function strip({ caption, marks }: StripBlock): string {
  const items = marks.map(
    ({ label, word, isGood }) =>
      `<li class="${isGood ? 'good' : 'bad'}"><span>${escaped(label)}</span><strong>${escaped(word)}</strong></li>`,
  );
  return `<ol class="strip" aria-label="${escaped(caption)}">${items.join('')}</ol>`;
}

function inline(text: Text): string {
  return partsOf(text)
    .map((part) => {
      if (typeof part === 'string') return escaped(part);
      if ('code' in part) return `<code>${escaped(part.code)}</code>`;
      return `<a href="#${escaped(anchorOf(part.heading))}">${escaped(part.heading)}</a>`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
