import type { App } from '#src/app.ts';
import type { ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { runCollection } from '#src/cli/run-collection.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { type Month, monthAt, monthRange } from '#src/core/period.ts';
import type { CollectedVendor } from '#src/service/vendors.ts';

export interface BackfillOptions {
  readonly from: Month;
  readonly to?: Month;
  readonly vendor?: readonly CollectedVendor[];
  readonly dryRun?: true;
  readonly json?: true;
}

/** The action of `qbr backfill`. */
export function backfill(app: App, terminal: Terminal, options: BackfillOptions): Promise<ExitStatus> {
  const months = monthRange(
    options.from,
    options.to ?? monthAt(app.clock(), operatorScope(app, terminal).organization.timeZone),
  );
  const { vendor: vendors, dryRun = false, json = false } = options;
  return runCollection({ app, terminal }, { months, dryRun, ...(vendors && { vendors }) }, { json });
}
