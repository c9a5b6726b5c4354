import { createHarness } from '../serving/harness.ts';
import { measureValues } from './values.ts';
import { measureWorkbook } from './workbook.ts';

/**
 * node dist/bench/export/main.js workbook
 * node dist/bench/export/main.js values [rows …]
 */
const [mode = 'workbook', ...counts] = process.argv.slice(2);
const harness = createHarness('5');
try {
  const url = await harness.startPostgres();
  if (mode === 'workbook') await measureWorkbook(url);
  else await measureValues(url, counts.length > 0 ? counts.map(Number) : [50_000, 500_000, 5_000_000]);
} finally {
  harness.close();
}
