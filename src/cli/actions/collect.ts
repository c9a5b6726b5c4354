import type { App } from '#src/app.ts';
import type { ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { runCollection } from '#src/cli/run-collection.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { addMonths, type Month, monthAt, monthRange } from '#src/core/period.ts';
import type { CollectedVendor } from '#src/service/vendors.ts';

export interface CollectOptions {
  readonly period?: readonly Month[];
  readonly months?: number;
  readonly vendor?: readonly CollectedVendor[];
  readonly dryRun?: true;
  readonly force?: true;
  /** Present with `force` only. */
  readonly reason?: string;
  readonly json?: true;
}

/** The action of `qbr collect`. */
export function collect(app: App, terminal: Terminal, options: CollectOptions): Promise<ExitStatus> {
  const { at, organization } = operatorScope(app, terminal);
  const months = monthsOf(monthAt(at, organization.timeZone), options);
  const { vendor: vendors, dryRun = false, json = false, reason } = options;
  const force = reason === undefined ? undefined : { reason };
  const request = { dryRun, ...(months && { months }), ...(vendors && { vendors }), ...(force && { force }) };
  return runCollection({ app, terminal }, request, { json });
}

function monthsOf(running: Month, { period, months }: CollectOptions): readonly Month[] | undefined {
  if (period || months === undefined) return period;
  return monthRange(addMonths(running, 1 - months), running);
}
