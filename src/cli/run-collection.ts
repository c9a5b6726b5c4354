import type { App } from '#src/app.ts';
import type { CollectionReport } from '#src/service/collection/collection.ts';
import type { CollectionRequest } from '#src/service/collection/request.ts';
import { reportJson, reportText } from './collection-report.ts';
import { operator } from './command.ts';
import { EXIT, type ExitStatus, exitStatusOfRun } from './exit-status.ts';
import { print, printJson } from './output.ts';
import { createProgressDisplay } from './progress.ts';
import { withStopSignal } from './stop-signal.ts';

/** Runs a collection that a person asked for: with its progress on stderr and its report on stdout. */
export async function runCollection(
  app: App,
  request: Omit<CollectionRequest, 'trigger' | 'viewer' | 'signal' | 'onProgress'>,
  { json }: { readonly json: boolean },
): Promise<ExitStatus> {
  const progress = createProgressDisplay(app.logger);
  const { enabled } = await app.schedule.status();
  const viewer = operator();
  return withStopSignal(async (signal) => {
    const report = await app.collection
      .run({ ...request, viewer, trigger: 'cli', signal, onProgress: progress.update })
      .finally(progress.end);
    if (json) printJson(reportJson(report));
    else printReport(report, { isNightlyEnabled: enabled });
    return signal.aborted ? EXIT.failed : exitStatusOfRun(report.status);
  });
}

function printReport(report: CollectionReport, { isNightlyEnabled }: { readonly isNightlyEnabled: boolean }): void {
  print(reportText(report));
  if (report.vendors.some(({ findings }) => findings > 0)) print('\nqbr status lists the findings.');
  if (report.runId !== null && !isNightlyEnabled) {
    print('\nThe nightly collection is disabled. Once you have looked at the numbers: qbr schedule enable');
  }
}
