import { InvalidInputError, InvalidParameterError } from '#src/core/errors.ts';
import { type BenchmarkFileDefaults, parseBenchmarkFile } from '#src/files/benchmark-file.ts';
import { MAX_NAME_CHARACTERS } from '#src/service/limits.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import {
  type BenchmarkOverview,
  type ExternalBenchmark,
  readBenchmarkOverview,
  replaceBenchmarkSet,
} from '#src/store/benchmark-sets.ts';

export type { BenchmarkOverview } from '#src/store/benchmark-sets.ts';

/** A set of percentiles that was imported. */
export interface ImportedSet {
  readonly source: string;
  readonly year: number;
  readonly lines: number;
  /** Whether there was one of that source and year, which it replaces. */
  readonly replaces: boolean;
}

/**
 * Imports benchmarks of another source from a CSV file (docs/benchmarks.md), all of it or nothing. A set replaces the one of its source
 * and year.
 * @throws UnauthenticatedError, ForbiddenError; InvalidValueError that names line and column; InvalidInputError for several
 */
export function importBenchmarks(
  scope: Scope,
  text: string,
  defaults: BenchmarkFileDefaults,
): Promise<readonly ImportedSet[]> {
  return write(scope, { permission: 'benchmarks:operate' }, async (tx) => {
    const content = parseBenchmarkFile(text, checked(defaults));
    if ('problems' in content) {
      const [first, ...others] = content.problems;
      throw first && others.length === 0 ? first : new InvalidInputError(content.problems);
    }
    const imported: ImportedSet[] = [];
    const importedBy = scope.actor.slice(0, MAX_NAME_CHARACTERS);
    for (const set of setsOf(content.lines)) {
      const { source, year, lines } = set;
      const replaces = await replaceBenchmarkSet(tx, { ...set, importedAt: scope.at, importedBy });
      imported.push({ source, year, lines: lines.length, replaces });
    }
    return { result: imported, audit: imported.map((set) => ({ action: 'benchmarks.imported', detail: { ...set } })) };
  });
}

/**
 * What the installation has: sets of other sources, and how much is told of peers. Nothing of a member.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listBenchmarks(scope: Scope): Promise<BenchmarkOverview> {
  return read(scope, 'benchmarks:operate', readBenchmarkOverview);
}

function checked(defaults: BenchmarkFileDefaults): BenchmarkFileDefaults {
  const { year } = defaults;
  if (year === null || (Number.isInteger(year) && year >= 2000 && year <= 2100)) return defaults;
  throw new InvalidParameterError('year must be a year from 2000 to 2100', { field: 'year' });
}

function setsOf(lines: readonly ExternalBenchmark[]) {
  const sets = new Map<string, { source: string; year: number; lines: ExternalBenchmark[] }>();
  for (const line of lines) {
    const { source, year } = line;
    const name = `${year} ${source}`;
    const set = sets.get(name) ?? { source, year, lines: [] };
    set.lines.push(line);
    sets.set(name, set);
  }
  return [...sets.values()];
}
