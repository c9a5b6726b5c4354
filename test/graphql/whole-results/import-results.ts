import { EMPTY_MAPPING, type MappedAccount } from '#src/core/books/account-mapping.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import type { Database } from '#src/store/engine/database.ts';
import { amountWriter, type Chart, centsText } from '../../kit/books/chart.ts';
import { onlineJson } from '../../kit/books/online-json.ts';
import { FEBRUARY, MARCH, smallExport } from '../../kit/books/small-export.ts';
import { scopeOn } from '../../kit/services.ts';
import { NOW } from '../api.ts';
import { results, type WholeResult } from './whole-result.ts';

const account = (name: string, number: string, cents: number) => {
  return { name, number, id: `id-${number}`, own: [cents], children: [] };
};

/** January 2025, of which nothing is known, as QuickBooks Online says it. */
const CHART: Chart = {
  sections: {
    income: [account('Managed Services', '4010', 11_027_400), account('Project Labor', '4100', 1_087_700)],
    cogs: [account('Job Materials', '5000', 910_000)],
    expense: [account('Wages', '6300', 4_983_685)],
    'other income': [account('Interest', '7000', 100)],
    'other expense': [],
  },
  ...{ isNumbered: true, columns: 1, hasEmptySections: false },
};
const COLUMN = { title: 'Jan 2025', from: '2025-01-01', to: '2025-01-31' };
const REPORT = onlineJson(CHART, amountWriter(centsText), [COLUMN]);
const ONLINE = { name: 'ProfitAndLoss.json', bytes: new TextEncoder().encode(JSON.stringify(REPORT)) };

/** A month to come, as a report of the whole year has it. */
const AUGUST = { heading: 'Aug 2026', managed: 0, project: 0, materials: 0, wages: 0, rent: 0 };
const UNTIED = smallExport([FEBRUARY, MARCH, AUGUST], { falsify: (text) => text.replace('660.50', '660.51') });
const HUGE = smallExport([{ ...FEBRUARY, managed: 99_999_999_999 }]);
const csv = (bytes: Uint8Array) => ({ name: 'pnl-2025.csv', bytes });

/** Managed services are recurring, and labor is not; nothing else is decided. */
async function confirmMapping(database: Database): Promise<void> {
  const of = (name: string): MappedAccount[] => {
    return [{ account: name, section: 'income', accountId: null, subAccounts: false }];
  };
  const metrics = { ...EMPTY_MAPPING.metrics, mrr: of('Managed Services'), nrr: of('Project Labor') };
  const draft = { from: '2024-01', reason: 'First look', mapping: { ...EMPTY_MAPPING, metrics } };
  await saveMapping(scopeOn(database, NOW), draft, { confirm: true });
}

const given = (file: NonNullable<WholeResult['file']>, more: readonly WholeResult[]): WholeResult[] =>
  more.map((each) => ({ ...each, file, prepare: confirmMapping }));

/** Every outcome of the import of a file. */
export const IMPORT_RESULTS: readonly WholeResult[] = [
  ...given(ONLINE, results('import-books', { success: { file: null } })),
  ...given(csv(UNTIED), results('import-books', { 'dry-run': { file: null, dryRun: true }, refused: { file: null } })),
  ...given(csv(HUGE), results('import-books', { 'out-of-range': { file: null } })),
  ...results('import-books', { 'unknown-organization': { organizationId: 7, file: null } }).map((each) => {
    return { ...each, file: csv(smallExport([FEBRUARY])) };
  }),
];
