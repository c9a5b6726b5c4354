import type { DeviceMetric, DeviceRules } from '#src/core/collection/device.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { type Month, periodDates } from '#src/core/period.ts';

/*
 * The statements by which a person reads or recomputes a value in the database, for the calculation reference. The program itself
 * computes in core; test/service/reference/sql.test.ts runs them beside it.
 */

/** How a metric enters a statement. */
export interface SqlMetric {
  readonly key: string;
  readonly aggregation: 'sum' | 'average' | 'last' | 'formula';
  readonly absentIsZero: boolean;
}

interface Asked {
  readonly organizationId: number;
  readonly months: readonly Month[];
}

/** Reads the months' stored values of a metric. */
export function readingSql(key: string, { organizationId, months }: Asked): string {
  return `SELECT period, metric_value, data_source
FROM qbr_metrics_monthly
WHERE organization_id = ${organizationId} AND metric_name = ${literal(key)}
  AND period IN (${months.map(literal).join(', ')})
ORDER BY period;`;
}

/** Aggregates the months' values of a metric that is not recomputed. */
export function aggregationSql(
  { key, aggregation }: SqlMetric,
  { organizationId, months }: Asked,
  places: number,
): string {
  return `SELECT round(${aggregateOf(aggregation, 'metric_value')}, ${places}) AS ${key}
FROM qbr_metrics_monthly
WHERE organization_id = ${organizationId} AND metric_name = ${literal(key)}
  AND period IN (${months.map(literal).join(', ')});`;
}

/** Recomputes a formula on the months that have all of its inputs. */
export function formulaSql(
  { key, formula, places }: { readonly key: string; readonly formula: string; readonly places: number },
  inputs: readonly SqlMetric[],
  { organizationId, months }: Asked,
): string {
  const byKey = new Map(inputs.map((input) => [input.key, input]));
  const expression = formula.replace(/[a-z][a-z0-9_]*/g, (name) => {
    if (name === 'months') return 'count(*)';
    if (name === 'annual') return '(12 / count(*))';
    const { aggregation = 'sum', absentIsZero = false } = byKey.get(name) ?? {};
    const aggregate = aggregateOf(aggregation, name);
    return absentIsZero ? `coalesce(${aggregate}, 0)` : aggregate;
  });
  const pivot = inputs.map(
    (input) => `max(metric_value) FILTER (WHERE metric_name = ${literal(input.key)}) AS ${input.key}`,
  );
  const required = inputs.filter(({ absentIsZero }) => !absentIsZero);
  return `SELECT round(${expression}, ${places}) AS ${key}
FROM (
  SELECT period,
    ${pivot.join(',\n    ')}
  FROM qbr_metrics_monthly
  WHERE organization_id = ${organizationId} AND period IN (${months.map(literal).join(', ')})
  GROUP BY period
) AS month
WHERE ${required.map((input) => `${input.key} IS NOT NULL`).join(' AND ')};`;
}

/** Counts the devices of a month's latest snapshot. */
export function devicesSql(
  metric: DeviceMetric,
  rules: DeviceRules,
  { organizationId, month }: { readonly organizationId: number; readonly month: Month },
): string {
  const vendor = `vendor_id = (SELECT id FROM vendor WHERE lower(trim(name)) IN ('ninjaone', 'ninja'))`;
  // Those of the first organization are in a table that knows no organizations.
  const [table, whose] =
    organizationId === FIRST_ORGANIZATION
      ? ['device_snapshot', vendor]
      : ['qbr_device_snapshot', `organization_id = ${organizationId} AND ${vendor}`];
  const classes = metric === 'endpoints' ? rules.endpointExcludedClasses : rules.seatExcludedClasses;
  const { first, last } = periodDates(month);
  const without = (column: string, names: readonly string[]) =>
    names.length === 0 ? '' : `\n  AND coalesce(${column}, '') NOT IN (${names.map(literal).join(', ')})`;
  return `SELECT count(*) AS ${metric}_managed
FROM ${table}
WHERE ${whose}
  AND snapshot_date = (SELECT max(snapshot_date) FROM ${table}
    WHERE ${whose}
      AND snapshot_date BETWEEN ${literal(first)} AND ${literal(last)})
  AND lower(coalesce(nullif(trim(display_name), ''), hostname, '')) NOT LIKE '%spare%'
  AND lower(coalesce(location_name, '')) NOT LIKE '%spare%'${without('node_class', classes)}${without('organization_name', rules.internalOrganizations)};`;
}

function aggregateOf(aggregation: SqlMetric['aggregation'], column: string): string {
  switch (aggregation) {
    case 'sum':
      return `sum(${column})`;
    case 'average':
      return `avg(${column})`;
    case 'last':
    case 'formula':
      return `(array_agg(${column} ORDER BY period DESC))[1]`;
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
