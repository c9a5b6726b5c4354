import { Decimal } from '#src/core/number.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { applyImport } from '#src/service/transfer/import.ts';
import { undoImport } from '#src/service/transfer/undo-import.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import type { Database } from '#src/store/engine/database.ts';
import { scopeOn } from '../../kit/services.ts';
import { NOW } from '../api.ts';
import { results, type WholeResult } from './whole-result.ts';

const csv = (...lines: readonly string[]) => ({
  name: 'review.csv',
  bytes: new TextEncoder().encode(lines.join('\n')),
});

/** A value in each state but `conflict`; March is closed, and August has not begun. */
const VALUES = csv(
  'Metric,Mar 2026,Apr 2026,May 2026,Aug 2026,Q2 2026',
  'MRR,1,109682,"$110,300.25",2,',
  'Lost MRR,,500,,,1500',
  'New MRR,,,erase,,',
  'Total Revenue,,120001,132500,,',
  'Coffee cups,,3,,,',
);
const MRR_OF_MAY = csv('Metric,May 2026', 'MRR,110300.25');
const OTHER_MRR_OF_MAY = csv('Metric,May 2026', 'MRR,100000');
const TOO_LARGE = csv('Metric,May 2026', 'MRR,9999999999', 'New MRR,9999999999');
/** In Windows-1252. */
const UNKNOWN_LAYOUT = { name: 'accounts.csv', bytes: Buffer.from('Caf\xe9,12\nCosts,"=HYPERLINK(""x"")"', 'latin1') };
const DOUBTFUL_DATES = csv('Metric,01/02/2026,03/04/2026', 'MRR,1,2');
const DOUBTFUL_NUMBERS = csv('Metric\tJan 2026', 'MRR\t1.234');
const ENCRYPTED = { name: 'review.xlsx', bytes: Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1) };

const at = (database: Database) => scopeOn(database, NOW);

async function imported(database: Database): Promise<void> {
  await applyImport(at(database), { ...fileOf(OTHER_MRR_OF_MAY), previewedAt: NOW });
}

async function importedAndChanged(database: Database): Promise<void> {
  await imported(database);
  await enterMetrics(at(database), { period: '2026-05', entries: [{ metric: 'mrr', value: new Decimal(1) }] });
}

async function importedAndClosed(database: Database): Promise<void> {
  await imported(database);
  await closePeriod(at(database), { period: '2026-05' });
}

async function importedAndUndone(database: Database): Promise<void> {
  await imported(database);
  await undoImport(at(database), 1);
  await applyImport(at(database), fileOf(MRR_OF_MAY));
}

function fileOf({ name, bytes }: ReturnType<typeof csv>) {
  return { bytes, fileName: name };
}

const given = (file: NonNullable<WholeResult['file']>, more: readonly WholeResult[]): WholeResult[] =>
  more.map((each) => ({ ...each, file }));

/** Every outcome of previews, imports and their undoing. */
export const VALUE_IMPORT_RESULTS: readonly WholeResult[] = [
  ...given(
    VALUES,
    results('preview-import', {
      'every-state': { file: null },
      overriding: { file: null, overrides: ['line 5, column D'] },
      'no-such-sheet': { file: null, sheet: 'Review' },
      'unknown-metric': { file: null, layout: { names: [{ label: 'Coffee cups', metric: 'coffee' }] } },
      'unknown-organization': { organizationId: 7, file: null },
    }),
  ),
  ...given(UNKNOWN_LAYOUT, results('preview-import', { question: { file: null } })),
  ...given(DOUBTFUL_DATES, results('preview-import', { 'question-of-dates': { file: null } })),
  ...given(DOUBTFUL_NUMBERS, results('preview-import', { 'question-of-numbers': { file: null } })),
  ...given(ENCRYPTED, results('preview-import', { encrypted: { file: null } })),
  ...given(TOO_LARGE, results('preview-import', { 'out-of-range': { file: null } })),
  ...given(
    VALUES,
    [
      ...results('apply-import', { success: { file: null, digest: null, skipRefused: true } }),
      ...results('apply-import', { refused: { file: null, digest: null } }),
    ].map((each) => ({ ...each, isPreviewed: true })),
  ),
  ...given(
    VALUES,
    results('apply-import', {
      'out-of-date': { file: null, digest: '0'.repeat(64), previewedAt: '2026-07-08T12:00:00Z' },
      'no-such-sheet': { file: null, digest: '', sheet: 'Review' },
      'unknown-metric': { file: null, digest: '', layout: { names: [{ label: 'Coffee cups', metric: 'coffee' }] } },
      'unknown-organization': { organizationId: 7, file: null, digest: '' },
    }),
  ),
  ...given(TOO_LARGE, results('apply-import', { 'out-of-range': { file: null, digest: '' } })),
  ...results('undo-import', { success: { id: 1 } }).map((each) => ({ ...each, prepare: imported })),
  ...results('undo-import', { 'later-change': { id: 1 } }).map((each) => ({ ...each, prepare: importedAndChanged })),
  ...results('undo-import', { closed: { id: 1 } }).map((each) => ({ ...each, prepare: importedAndClosed })),
  ...results('undo-import', { again: { id: 1 } }).map((each) => ({ ...each, prepare: importedAndUndone })),
  ...results('undo-import', { unknown: { id: 7 }, 'unknown-organization': { organizationId: 7, id: 1 } }),
  { name: 'imports.first-page', variables: { first: 1 }, prepare: importedAndUndone },
  { name: 'imports.all', prepare: importedAndUndone },
];
