import { posix } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { readXlsx } from 'hucre/xlsx';
import { SaxesParser } from 'saxes';
import { beforeAll, expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, scopeOn } from '../../kit/services.ts';

/** Notes that spoil a workbook whose writer is careless. */
const NOTES = [
  '#N/A',
  '_x0041_',
  'bell \u0007',
  'no character \uFFFE',
  '=1+1',
  '</t>&<',
  ' blanks ',
  '\u{1F600}\r\nnext',
];

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The parts of an Office Open XML package, as ECMA-376 demands them of a file that no program has to repair. */
describeOnBothDatabases('the parts of a workbook', (use) => {
  const parts = new Map<string, readonly Element[]>();
  let bytes: Uint8Array;
  beforeAll(async () => {
    await emptyDatabase(use());
    const { database } = use();
    const metrics = ['nrr', 'mrr', 'orr', 'employees', 'agreements', 'total_income', 'payroll_total', 'owner_comp'];
    const entries = NOTES.map((notes, index) => ({
      metric: metrics[index] ?? '',
      value: new Decimal(index - 3),
      notes,
    }));
    await enterMetrics(scopeOn(database), { period: '2025-01', entries });
    await enter(database, '2024-05', { nrr: 1 });
    await database.prisma.$executeRaw`
      INSERT INTO qbr_metrics_monthly (organization_id, period, metric_name, metric_value, data_source, manually_entered_by)
      SELECT 1, '2025-02', name, 1, 'manual', 'tester' FROM unnest(ARRAY['#N/A', '=1+1', '<b>']) AS name`;
    const report = createReport(scopeOn(database), createSnapshots(database));
    ({ bytes } = await exportWorkbook(report, { year: '2025', version: '1.2.3', history: 1 }));
    for (const [name, content] of Object.entries(unzipSync(bytes))) parts.set(name, elementsOf(strFromU8(content)));
  });

  const all = (part: string, name: string) => (parts.get(part) ?? []).filter((each) => each.name === name);
  const attribute = (part: string, name: string, key: string) =>
    all(part, name).map(({ attributes }) => attributes[key] ?? '');

  it('are well-formed, each with one content type', () => {
    expect(new Set(parts.keys()).size).toBe(parts.size);
    const types = '[Content_Types].xml';
    const extensions = new Set(attribute(types, 'Default', 'Extension'));
    const overrides = attribute(types, 'Override', 'PartName');
    expect(new Set(overrides).size).toBe(overrides.length);
    for (const name of overrides) expect([...parts.keys()]).toContain(name.slice(1));
    for (const name of parts.keys()) {
      if (name === types) continue;
      expect(overrides.includes(`/${name}`) || extensions.has(name.split('.').at(-1) ?? ''), name).toBe(true);
    }
  });

  it('are found by relations whose names are given once', () => {
    const reached = new Set<string>(['[Content_Types].xml']);
    for (const name of parts.keys()) {
      if (!name.endsWith('.rels')) continue;
      reached.add(name);
      const ids = attribute(name, 'Relationship', 'Id');
      expect(new Set(ids).size, name).toBe(ids.length);
      const source = posix.join(posix.dirname(name), '..');
      for (const target of attribute(name, 'Relationship', 'Target')) {
        const path = target.startsWith('/') ? target.slice(1) : posix.join(source, target);
        expect([...parts.keys()], `${name}: ${target}`).toContain(path);
        reached.add(path);
      }
    }
    expect([...parts.keys()].filter((name) => !reached.has(name))).toEqual([]);
  });

  it('name sheets and ranges once, as a spreadsheet accepts them', () => {
    const sheets = attribute('xl/workbook.xml', 'sheet', 'name');
    expect(new Set(sheets.map((name) => name.toLowerCase())).size).toBe(sheets.length);
    for (const name of sheets) expect(name).toMatch(/^[^\\/?*[\]:']{1,31}$/);
    const names = all('xl/workbook.xml', 'definedName').map(
      ({ attributes }) => `${attributes['localSheetId'] ?? ''} ${attributes['name']?.toLowerCase()}`,
    );
    expect(names.length).toBeGreaterThan(40);
    expect(new Set(names).size).toBe(names.length);
    for (const { attributes } of all('xl/workbook.xml', 'definedName')) {
      expect(attributes['name']).toMatch(/^[A-Za-z_][\w.]*$/);
      expect(attributes['name']).not.toMatch(/^([a-z]{1,3}\d+|[rc]\d*)$/i);
    }
  });

  it('have their cells in order, with styles and texts that exist', () => {
    const texts = all('xl/sharedStrings.xml', 'si').length;
    const styles = Number(attribute('xl/styles.xml', 'cellXfs', 'count')[0]);
    const worksheets = [...parts.keys()].filter((name) => name.startsWith('xl/worksheets/sheet'));
    expect(worksheets).toHaveLength(10);
    for (const name of worksheets) {
      const places = attribute(name, 'c', 'r').map(placeOf);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(new Set(places).size).toBe(places.length);
      for (const style of attribute(name, 'c', 's')) expect(Number(style || 0)).toBeLessThan(styles);
    }
    expect(texts).toBeGreaterThan(0);
    expect(all('xl/worksheets/sheet1.xml', 'c').some(({ attributes }) => attributes['t'] === 'e')).toBe(false);
  });

  it('give every text back as it was entered', async () => {
    const { sheets } = await readXlsx(bytes, { readStyles: true });
    const review = sheets.find(({ name }) => name === 'Review');
    const notes = [...(review?.cells?.values() ?? [])].map(({ comment }) => comment?.text ?? '');
    for (const note of NOTES) {
      const expected = note.replace('\uFFFE', '\uFFFD');
      expect(
        notes.some((text) =>
          text
            .replaceAll('_x0007_', '\u0007')
            .replaceAll('_x000D_', '')
            .replaceAll('\r', '')
            .endsWith(expected.replaceAll('\r', '')),
        ),
        note,
      ).toBe(true);
    }
  });
});

function elementsOf(xml: string): Element[] {
  const elements: Element[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on(
    'opentag',
    ({ name, attributes }) => void elements.push({ name, attributes: attributes as Record<string, string> }),
  );
  parser.write(xml).close();
  return elements;
}

/** A number that grows by row and column. */
function placeOf(reference: string): number {
  const [, letters = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(reference) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return Number(row) * 20_000 + column;
}
