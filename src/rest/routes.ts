import type { RestRoute } from './route.ts';
import { collectionStatus } from './routes/collection-status.ts';
import { devicesByClientRoute } from './routes/devices-by-client.ts';
import { expenses } from './routes/expenses.ts';
import { manualEntry } from './routes/manual-entry.ts';
import { manualRelease } from './routes/manual-release.ts';
import { metricDefinitions } from './routes/metric-definitions.ts';
import { monthlyMetrics } from './routes/monthly-metrics.ts';
import { periods } from './routes/periods.ts';
import { quarterlyMetrics } from './routes/quarterly-metrics.ts';
import { smartNumbers } from './routes/smart-numbers.ts';
import { thresholdChanges } from './routes/threshold-changes.ts';
import { thresholds } from './routes/thresholds.ts';

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
];

/** Paths that were served once, and what to use instead. */
export const WITHDRAWN_PATHS = ['/refresh', '/refresh/status/:id'] as const;
