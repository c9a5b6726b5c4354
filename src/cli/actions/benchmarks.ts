import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime, table } from '#src/cli/output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { InvalidInputError, QbrError } from '#src/core/errors.ts';
import { counted } from '#src/core/words.ts';
import { computeBenchmarks } from '#src/service/benchmarks/compute.ts';
import { importBenchmarks, listBenchmarks } from '#src/service/benchmarks/external-sets.ts';

export interface BenchmarkImportOptions {
  readonly source?: string;
  readonly year?: string;
  readonly json?: true;
}

interface JsonOption {
  readonly json?: true | undefined;
}

/** 18 SmartNumbers in four cohorts are 72 lines. */
const MAX_BYTES = 1_000_000;

/** The action of `qbr benchmarks import`. */
export async function importFile(
  app: App,
  terminal: Terminal,
  { file, source, year, json }: { readonly file: string } & BenchmarkImportOptions,
): Promise<ExitStatus> {
  const text = new TextDecoder().decode(await terminal.readFile(file, MAX_BYTES));
  const defaults = { source: source ?? null, year: year === undefined ? null : Number(year) };
  try {
    const sets = await importBenchmarks(operatorScope(app, terminal), text, defaults);
    if (json) terminal.printJson({ sets, problems: [] });
    for (const { lines, replaces, ...set } of json ? [] : sets) {
      const how = replaces ? ', in place of those before' : '';
      terminal.print(`Imported ${counted(lines, 'line')} of ${set.source} ${set.year}${how}.`);
    }
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof QbrError)) throw error;
    const faults = error instanceof InvalidInputError ? error.errors : [error];
    for (const { message } of faults) terminal.printError(message);
    terminal.printError('Nothing was stored.');
    const problems = faults.map(({ field, message }) => ({ field: field ?? null, message }));
    if (json) terminal.printJson({ sets: [], problems });
    return EXIT.unusable;
  }
}

/** The action of `qbr benchmarks list`. */
export async function list(app: App, terminal: Terminal, { json }: JsonOption): Promise<ExitStatus> {
  const { sets, peers } = await listBenchmarks(operatorScope(app, terminal));
  if (json) {
    terminal.printJson({ sets, peers });
    return EXIT.done;
  }
  const { timeZone } = app.config;
  const rows = sets.map(({ source, year, lines, importedAt, importedBy }) => {
    return [source, year, lines, localTime(importedAt, timeZone), importedBy];
  });
  terminal.print(
    sets.length === 0
      ? 'No benchmarks of other sources. Import some with qbr benchmarks import FILE.'
      : table(['Source', 'Year', 'Lines', 'Imported', 'By'], rows),
  );
  const told = `${counted(peers.tellings, 'telling')} in ${counted(peers.periods, 'period')}`;
  const newest = peers.newestAt ? `, the newest of ${localTime(peers.newestAt, timeZone)}` : '';
  terminal.print(`Of peers: ${told}${newest}.`);
  return EXIT.done;
}

/** The action of `qbr benchmarks compute`. */
export async function compute(app: App, terminal: Terminal, { json }: JsonOption): Promise<ExitStatus> {
  const computed = await computeBenchmarks(operatorScope(app, terminal));
  if (json) terminal.printJson(computed);
  else terminal.print(`${counted(computed.told, 'telling')} stored, ${computed.withdrawn} withdrawn.`);
  return EXIT.done;
}
