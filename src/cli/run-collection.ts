import type { App } from '#src/app.ts';
import type { CollectionReport } from '#src/service/collection/collection.ts';
import type { CollectionRequest } from '#src/service/collection/request.ts';
import { reportJson, reportText } from './collection-report.ts';
import { EXIT, type ExitStatus, exitStatusOfRun } from './exit-status.ts';
import { operatorScope } from './operator-scope.ts';
import { createProgressDisplay } from './progress.ts';
import { withStopSignal } from './stop-signal.ts';
import type { Terminal } from './terminal.ts';

/** Runs a collection with its progress on stderr and its report on stdout. */
export async function runCollection(
  { app, terminal }: { readonly app: App; readonly terminal: Terminal },
  request: Omit<CollectionRequest, 'trigger' | 'viewer' | 'signal' | 'onProgress'>,
  { json }: { readonly json: boolean },
): Promise<ExitStatus> {
  const progress = createProgressDisplay(app.logger, terminal.stderr);
  const scope = operatorScope(app, terminal);
  const { enabled } = await app.schedule.status(scope);
  const { viewer } = scope;
  const { collection } = await app.collections.of(scope.organization.id);
  return withStopSignal(terminal, async (signal) => {
    const report = await collection
      .run({ ...request, viewer, trigger: 'cli', signal, onProgress: progress.update })
      .finally(progress.end);
    if (json) terminal.printJson(reportJson(report));
    else printReport(terminal, report, { isNightlyEnabled: enabled });
    return signal.aborted ? EXIT.failed : exitStatusOfRun(report.status);
  });
}

function printReport(
  { print }: Terminal,
  report: CollectionReport,
  { isNightlyEnabled }: { readonly isNightlyEnabled: boolean },
): void {
  print(reportText(report));
  if (report.vendors.some(({ findings }) => findings > 0)) print('\nSee the findings with qbr status.');
  if (report.runId !== null && !isNightlyEnabled) {
    print('\nThe nightly collection is disabled. After checking the numbers, enable it with qbr schedule enable.');
  }
}
