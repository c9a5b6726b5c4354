import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { DOCUMENT_POLICY, htmlDocument } from '#src/files/html-document.ts';
import { markdownDocument } from '#src/files/markdown-document.ts';
import type { TextDocument } from '#src/files/text-document.ts';

const HOSTILE = `<img src=x onerror="alert('1')"> & [a](javascript:b) | *c* \`d\` # e`;
const DOCUMENT: TextDocument = {
  title: HOSTILE,
  blocks: [
    { kind: 'heading', level: 2, text: HOSTILE },
    { kind: 'paragraph', text: [HOSTILE, { code: HOSTILE }, { heading: HOSTILE }] },
    { kind: 'paragraph', text: '1. no list' },
    { kind: 'list', items: [HOSTILE] },
    { kind: 'code', language: 'sql', text: '</code></pre>' },
    {
      kind: 'table',
      caption: HOSTILE,
      columns: [{ label: HOSTILE }, { label: 'n', isNumeric: true }],
      rows: [[HOSTILE, '1']],
    },
    { kind: 'strip', caption: HOSTILE, marks: [{ label: HOSTILE, word: HOSTILE, isGood: false }] },
  ],
};

it('a page holds text as text, whatever it is, and nothing that its policy would refuse', () => {
  const html = htmlDocument(DOCUMENT);
  expect(html).not.toContain('<img');
  expect(html.match(/<\/?(?:script|iframe|object|embed|form)|\son\w+=["']|\sstyle=["']/g) ?? []).toEqual([]);
  expect(html.match(/(?:src|href)="(?!#|data:,")[^"]*"/g) ?? []).toEqual([]);
  expect(html.match(/<\/code><\/pre>/g)).toHaveLength(1);
  const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
  expect(DOCUMENT_POLICY).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
});

it('Markdown holds text as text: no markup, no further columns', () => {
  const markdown = markdownDocument(DOCUMENT);
  expect(markdown).toContain('1\\. no list');
  const outside = markdown.replace(/^```[\s\S]*?^```$/gm, '').replace(/(`+) .*? \1/g, '');
  expect(outside.match(/(?<!\\)[<*]/g) ?? []).toEqual([]);
  for (const row of markdown.split('\n').filter((line) => line.startsWith('| '))) {
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(3);
  }
});
