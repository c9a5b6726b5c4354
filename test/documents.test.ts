import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '#src/package-root.ts';

/** The documents for people: their links and paths lead somewhere, and what the source cites of them is there. */
const ROOT = packageRoot();
const README_LINES = 130;

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs', '.md'), ...filesBelow('ops/decisions', '.md')];
const RECORDS = filesBelow('ops/decisions', '.md').filter((path) => !path.endsWith('0000-template.md'));
const CITING = [
  ...['src', 'test', 'bench', 'ops', 'prisma'].flatMap((folder) =>
    ['.ts', '.tsx', '.mjs', '.prisma', '.md'].flatMap((ending) => filesBelow(folder, ending)),
  ),
].filter((path) => !path.startsWith('src/store/generated/') && path !== 'test/documents.test.ts');

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending))
    .sort();
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** A document without its blocks of code. */
function prose(path: string): string {
  return read(path).replace(/^ *```.*?^ *```$/gms, '');
}

function headings(path: string): string[] {
  return [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
}

/** The name of a heading in an address, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

/** The relative links of a document that lead nowhere. */
function deadLinks(path: string, text = prose(path)): string[] {
  const links = [...text.replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !headings(target).map(anchorOf).includes(anchor);
  });
}

/** Paths in backticks that begin in a folder of the repository and lead nowhere. */
function deadPaths(text: string): string[] {
  const paths = [...text.matchAll(/`((?:src|test|ops|docs|bench|prisma)\/[\w./-]+)`/g)].map(([, path = '']) => path);
  return paths.filter((path) => !existsSync(join(ROOT, path)));
}

/** What the source cites of the documents: a section's number or the words of its heading. */
function citations(text: string): { document: string; section: string }[] {
  // A citation may go over the end of a comment's line.
  const flowing = text.replace(/\s*\n\s*(\*|\/\/\/?)?\s*/g, ' ');
  const numbered = /(docs\/[\w-]+\.md),? sections? (\d+(?:(?:, | and |–|, and section )\d+)*)/g;
  const named = /\((docs\/[\w-]+\.md), (?!sections? )"?([\w /-]+?)"?(?=[).,])/g;
  return [
    ...[...flowing.matchAll(numbered)].flatMap(([, document = '', numbers = '']) =>
      [...numbers.matchAll(/\d+/g)].map(([section]) => ({ document, section: `${section}.` })),
    ),
    ...[...flowing.matchAll(named)].map(([, document = '', section = '']) => ({ document, section })),
  ];
}

/** A generation of REST clients is cited by its letter. */
const GENERATIONS: readonly string[] = ['P', 'D'];

function isThere({ document, section }: { document: string; section: string }): boolean {
  if (!existsSync(join(ROOT, document))) return false;
  if (GENERATIONS.includes(section)) return new RegExp(`\\b${section} is\\b`).test(read(document));
  return headings(document).some((heading) =>
    section.endsWith('.') ? heading.startsWith(`${section} `) : heading.includes(section),
  );
}

describe('the documents', () => {
  it.each(DOCUMENTS)('%s links to what exists', (path) => {
    expect(deadLinks(path)).toEqual([]);
  });

  it.each(DOCUMENTS)('%s names paths that exist', (path) => {
    expect(deadPaths(prose(path))).toEqual([]);
  });

  it('README.md is short', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(README_LINES);
  });

  it('every document of docs/ is listed in README.md', () => {
    for (const path of filesBelow('docs', '.md')) expect(read('README.md')).toContain(`](${path})`);
  });

  it('the variables are in docs/operations.md, and nowhere else', () => {
    const places = DOCUMENTS.filter((path) => read(path).includes('<!-- variables'));
    expect(places).toEqual(['docs/operations.md']);
  });

  it('the source cites sections that exist, by the path of their document', () => {
    const cited = CITING.flatMap((path) => citations(read(path)).map((citation) => ({ path, ...citation })));
    expect(cited.filter((citation) => !isThere(citation))).toEqual([]);
    expect(cited.length).toBeGreaterThan(40);
    const byNameAlone = CITING.filter((path) => /(?<!docs\/)\b(calculations|rest-contract)\.md/.test(read(path)));
    expect(byNameAlone).toEqual([]);
  });

  it.each(RECORDS)('%s has a date and a status', (path) => {
    expect(read(path)).toMatch(
      /^# \d+\. .+\n\nDate: \d{4}-\d\d-\d\d · Status: (accepted|superseded by \[\d+\]\(\d{4}-[\w-]+\.md\))\n/,
    );
  });

  it('decision records are numbered without a gap', () => {
    const numbers = RECORDS.map((path) => Number(/\/(\d{4})-/.exec(path)?.[1]));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});

describe('docs/calculations.md', () => {
  it('has the tables that the registries are compared with, row by row', () => {
    const rows = read('test/core/documented-tables.ts')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    const documented = new Set(read('docs/calculations.md').split('\n'));
    expect(rows.filter((row) => !documented.has(row))).toEqual([]);
    expect(rows.length).toBeGreaterThan(50);
  });
});

describe('these tests', () => {
  it('would notice a dead link, a dead heading and a dead path', () => {
    expect(deadLinks('README.md', '[a](docs/none.md) [b](docs/access.md#none) [c](docs/access.md#roles)')).toEqual([
      'docs/none.md',
      'docs/access.md#none',
    ]);
    expect(deadPaths('`src/none.ts` and `test/documents.test.ts`')).toEqual(['src/none.ts']);
  });

  it('would notice a citation of a section that is not there', () => {
    const text =
      '(docs/calculations.md\n * sections 3, 8 and 99) (docs/rest-contract.md, None) (docs/none.md, "Access")';
    expect(citations(text).filter((citation) => !isThere(citation))).toEqual([
      { document: 'docs/calculations.md', section: '99.' },
      { document: 'docs/rest-contract.md', section: 'None' },
      { document: 'docs/none.md', section: 'Access' },
    ]);
  });
});
