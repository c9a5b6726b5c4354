import { booksStatements } from '#src/rest/routes/books-statements.ts';
import { collectionStatus } from '#src/rest/routes/collection-status.ts';
import { derivationRoute } from '#src/rest/routes/derivation.ts';
import { devicesByClientRoute } from '#src/rest/routes/devices-by-client.ts';
import { expenses } from '#src/rest/routes/expenses.ts';
import { csvExport, packExport, valuesExport, workbookExport } from '#src/rest/routes/exports.ts';
import { fileImport, importUndoing } from '#src/rest/routes/imports.ts';
import { manualEntry } from '#src/rest/routes/manual-entry.ts';
import { manualRelease } from '#src/rest/routes/manual-release.ts';
import { metricDefinitions } from '#src/rest/routes/metric-definitions.ts';
import { monthlyMetrics } from '#src/rest/routes/monthly-metrics.ts';
import { periods } from '#src/rest/routes/periods.ts';
import { quarterlyMetrics } from '#src/rest/routes/quarterly-metrics.ts';
import { smartNumbers } from '#src/rest/routes/smart-numbers.ts';
import { thresholdChanges } from '#src/rest/routes/threshold-changes.ts';
import { thresholds } from '#src/rest/routes/thresholds.ts';
import type { FileRoute } from './file-route.ts';
import type { RestRoute } from './route.ts';

/** Every path and method of the contract, in its order. */
export const REST_ROUTES: readonly RestRoute[] = [
  monthlyMetrics,
  quarterlyMetrics,
  smartNumbers,
  thresholds,
  metricDefinitions,
  devicesByClientRoute,
  periods,
  collectionStatus,
  manualEntry,
  manualRelease,
  thresholdChanges,
  expenses,
  booksStatements,
  fileImport,
  importUndoing,
];

/** Paths that answer with a file. */
export const FILE_ROUTES: readonly FileRoute[] = [workbookExport, csvExport, valuesExport, packExport, derivationRoute];

/** Paths that were withdrawn; they answer 410. */
export const WITHDRAWN_PATHS = ['/refresh', '/refresh/status/:id'] as const;
