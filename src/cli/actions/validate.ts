import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { table } from '#src/cli/output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { createReport } from '#src/service/report/report.ts';
import { validationPage, verdictOf } from '#src/service/validation/document.ts';
import { EXERCISES } from '#src/service/validation/exercises.ts';
import { type Validation, validate } from '#src/service/validation/validation.ts';

export interface ValidateOptions {
  readonly from: Month;
  readonly to?: Month;
  readonly out?: string;
  readonly json?: true;
}

/** The action of `qbr validate`. A validation that has not passed is no failure: it says why. */
export async function showValidation(app: App, terminal: Terminal, options: ValidateOptions): Promise<ExitStatus> {
  const { from, to = null, out, json } = options;
  const report = createReport(operatorScope(app, terminal), app.snapshots);
  const validation = await validate(report, { from, to, cron: await app.schedule.cron(report.scope) });
  if (out !== undefined) {
    await terminal.saveFile(out, validationPage(validation));
    terminal.printError(`Wrote ${out}.`);
  }
  if (json) terminal.printJson(validation);
  else for (const line of linesOf(validation)) terminal.print(line);
  return EXIT.done;
}

function linesOf(validation: Validation): string[] {
  const { nights, months, quarters, exercises, reasons } = validation;
  const nightRows = nights.map(({ date, runId, isGood, problems }) => [
    date,
    isGood ? 'good' : 'not good',
    runId === null ? 'no collection' : `collection ${runId}`,
    problems.map(({ message }) => message).join(' '),
  ]);
  const monthRows = months.map(({ month, isVerified, problems }) => [
    month,
    isVerified ? 'verified' : problems.length === 0 ? 'running' : 'not verified',
    problems.map(({ message }) => message).join(' '),
  ]);
  const differing = quarters.flatMap(({ quarter, problems }) =>
    problems.map(({ message }) => `${periodLabel(quarter)}: ${message}`),
  );
  return [
    verdictOf(validation),
    ...reasons.map((reason) => `  ${reason}`),
    '',
    table(['Night', 'Result', 'Collection', 'Problems'], nightRows),
    '',
    table(['Month', 'Result', 'Problems'], monthRows),
    ...differing,
    '',
    ...exercises.map(({ kind, at, by }) => `${EXERCISES[kind]}: ${at ? `${at.toISOString()} by ${by}` : 'never'}`),
  ];
}
