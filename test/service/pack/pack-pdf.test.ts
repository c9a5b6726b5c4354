import { beforeAll, describe, expect, it } from 'vitest';
import type { PackContent } from '#src/files/pack-content.ts';
import { PAPERS } from '#src/files/pack-content.ts';
import { writePack } from '#src/files/pack-writer.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { hasPoppler, type ReadPdf, readPdf } from '../../kit/poppler.ts';
import { contentOf, fillQuarters, packOf, QUARTER } from './world.ts';

const LONG = 'Donaudampfschifffahrtsgesellschaft'.repeat(8);
const DIGEST = '0123456789abcdef'.repeat(4);

function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** A content with every text changed that `change` is given: its key, and the text. */
function withTexts(content: PackContent, change: (key: string, text: string) => string): PackContent {
  const changed = (key: string, value: unknown): unknown => {
    if (typeof value === 'string') return change(key, value);
    if (Array.isArray(value))
      return value.map((each, index) => changed(key === 'cells' ? `${key}[${index}]` : key, each));
    if (value === null || typeof value !== 'object' || value instanceof Date) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        changed(key.startsWith('cells') ? `${key}.${name}` : name, each),
      ]),
    );
  };
  return changed('', content) as PackContent;
}

/** Where the texts of people are, or the names of their metrics. */
const LONG_TEXTS: readonly string[] = [
  ...[
    'organization',
    'message',
    'acknowledgement',
    'sentence',
    'contributions',
    'unchanged',
    'summary',
    'coverage',
    'limits',
    'tieOutNote',
  ],
  ...['calculations', 'introduction', 'cells[0].text', 'cells[0].note'],
];

describe.skipIf(!hasPoppler)('a pack in a PDF reader (skipped without poppler-utils)', () => {
  describeOnBothDatabases('', (use) => {
    let content: PackContent;
    let pdf: ReadPdf;
    beforeAll(async () => {
      await emptyDatabase(use());
      await fillQuarters(use().database);
      content = await contentOf(use().database, QUARTER);
      pdf = await readPdf(await packOf(use().database, QUARTER));
    });

    it('is tagged, titled and dated by the newest change, its fonts embedded, and nothing is wrong with the file', () => {
      expect(pdf.info).toMatchObject({
        ...{ Title: 'Example MSP, LLC: Quarterly business review, Q1 2026', Tagged: 'yes', Encrypted: 'no' },
        ...{ 'Page size': '612 x 792 pts (letter)', Pages: expect.stringMatching(/^\d+$/) },
      });
      expect(new Date(pdf.info['CreationDate'] ?? '').getTime()).toBe(
        Math.floor(content.asOf.getTime() / 1_000) * 1_000,
      );
      expect(pdf.fonts.length).toBe(2);
      expect(pdf.fonts.every(({ isEmbedded, isSubset }) => isEmbedded && isSubset)).toBe(true);
      expect([pdf.complaints, pdf.outside]).toEqual(['', []]);
    });

    it('has every SmartNumber with its value in the order of the review', () => {
      const text = squeezed(pdf.text);
      let from = text.indexOf('SmartNumbers of Q1 2026 SmartNumber');
      for (const { label, formatted } of content.smartNumbers.flatMap(({ numbers }) => numbers)) {
        const at = text.indexOf(label, from);
        expect(at, label).toBeGreaterThanOrEqual(from);
        const value = text.indexOf(formatted, at + label.length);
        expect(value - at - label.length, `${label} ${formatted}`).toBeLessThan(80);
        from = value;
      }
    });

    it('is read aloud in order: headings, tables with their heads, and what a sparkline shows', () => {
      const headings = [...pdf.structure.matchAll(/ H1 \(block\)\n\s+"(.*)"/g)].map(([, heading]) => heading);
      expect(headings).toEqual([
        'Quarterly business review',
        'SmartNumbers of Q1 2026',
        'What changed',
        content.periodSheet.title,
        content.yearSheet.title,
        'Limits',
        'Data quality',
        'Definitions',
      ]);
      expect(pdf.structure).toMatch(
        /Sect "Cover"[\s\S]*"At a glance"[\s\S]*"Contents"[\s\S]*Sect "SmartNumbers of Q1 2026"/,
      );
      expect(pdf.structure).toMatch(/TH:\s+\/Scope \/Row\s+"Net Profit %"\s+TD\s+"\d+\.\d\d%"/);
      expect(pdf.structure.match(/Figure:/g)).toHaveLength(18);
    });

    it('draws what each input contributes, and the whole change', () => {
      const waterfalls = content.movements.listed.flatMap(({ waterfall }) => waterfall ?? []);
      expect(waterfalls.length).toBeGreaterThan(0);
      for (const { parts, total } of waterfalls) {
        const rows = [...parts, total].map(({ label, formatted }) => `${label} ${formatted}`);
        expect(squeezed(pdf.text)).toContain(rows.join(' '));
      }
    });

    it('has page numbers that the contents name, and on each page the digest and that it was not presented', () => {
      const pages = pdf.layout.split('\f').slice(0, -1);
      expect(pages).toHaveLength(Number(pdf.info['Pages']));
      for (const [index, page] of pages.entries()) {
        expect(page).toMatch(
          new RegExp(`Not presented · digest [0-9a-f]{16}\\s+Page ${index + 1} of ${pages.length}\\s*$`),
        );
      }
      const contents = [...(pages[0] ?? '').matchAll(/^(\S.*\S) {2,}(\d+)$/gm)];
      expect(contents).toHaveLength(7);
      for (const [, title = '', page] of contents) expect(pages[Number(page) - 1]).toContain(title);
      const [, shown] = /digest ([0-9a-f]{16})/.exec(pages[0] ?? '') ?? [];
      expect(squeezed(pdf.text)).toMatch(new RegExp(`SHA-256 of everything that this pack says: ${shown}[0-9a-f]{48}`));
    });

    it.each(PAPERS)('keeps texts of any length within the page, on %s', async (paper) => {
      const long = withTexts(content, (key, text) => (LONG_TEXTS.includes(key) ? `${text} ${LONG}` : text));
      const read = await readPdf(await writePack({ content: long, digest: DIGEST }, paper));
      expect(read.outside).toEqual([]);
      expect(read.complaints).toBe('');
    });

    it('fits amounts of ten digits on the sheets of a whole year', async () => {
      const months = content.yearSheet.tables[0]?.table;
      expect(months?.columns.length).toBeGreaterThan(5);
      const wide = withTexts(content, (_, text) => (text.startsWith('$') ? '-$9,999,999,999.99' : text));
      const read = await readPdf(await writePack({ content: wide, digest: DIGEST }, 'letter'));
      expect(read.outside).toEqual([]);
      expect(read.text.split('-$9,999,999,999.99').length).toBeGreaterThan(20);
    });

    it('prints the signs that its texts need, and a box in place of one that no font has', async () => {
      const signs = '− · — – € ≥ ▲ ▼ č Ω × ÷ ’ “ ” …';
      const named = { ...content, organization: `${signs} 漢`, asOfText: 'A\ttab\nand lines' };
      const read = await readPdf(await writePack({ content: named, digest: DIGEST }, 'a4'));
      expect(read.text).toContain(`${signs} □`);
      expect(read.text).toContain('A tab and lines');
      expect(read.info['Page size']).toMatch(/A4/);
    });
  });
});
