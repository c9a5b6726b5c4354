import type { SheetBlock, SheetRow } from './sheet-rows.ts';

/**
 * Normalizes a metric name for comparison: lower case, without a leading `# of `, and without spaces and punctuation other
 * than `%` and `$`. The same rule as in `core/metrics/name.ts`; a test compares the two.
 */
export function comparableName(name: string): string {
  return name
    .toLowerCase()
    .trim()
    .replace(/^#\s*of\s+/, '')
    .replace(/[^\p{L}\p{N}%$]/gu, '');
}

/** Resolves names in a pasted block. */
export interface RowNames {
  /** The rows that the cells of a line name: none, one, or several if the name is ambiguous. */
  rowsNamed(cells: readonly string[]): readonly SheetRow[];
  isHeading(text: string, block: SheetBlock): boolean;
}

/** The names of the sheet's rows, including those of closed blocks: labels and keys. */
export function rowNames(blocks: readonly SheetBlock[]): RowNames {
  const byName = new Map<string, ReadonlySet<SheetRow>>();
  for (const row of blocks.flatMap(({ rows }) => rows)) {
    const { label, key } = row.series.definition;
    for (const name of [label, key].map(comparableName)) byName.set(name, new Set(byName.get(name)).add(row));
  }
  return {
    rowsNamed(cells) {
      const meant = cells.flatMap((cell) => byName.get(comparableName(cell)) ?? []);
      const all = [...new Set(meant.flatMap((rows) => [...rows]))];
      const common = all.filter((row) => meant.every((rows) => rows.has(row)));
      // `lost_mrr` is a metric and a SmartNumber; alone it means the metric, which can be entered.
      const metrics = common.filter(({ kind }) => kind === 'metric');
      if (metrics.length === 1) return metrics;
      return common.length > 0 ? common : all;
    },
    isHeading: (text, block) => comparableName(text) === comparableName(block.label),
  };
}
