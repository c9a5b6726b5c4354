import type pg from 'pg';
import type { World } from '../../test/kit/world/world.ts';
import { expectedValues, lineOf, type VendorsUsage } from './layout.ts';

/** The runs of a night, in the order of their ends. */
export interface Runs {
  readonly scheduledFor: Date;
  /** In milliseconds since the scheduled time. */
  readonly runs: readonly { readonly startMs: number; readonly endMs: number }[];
}

export interface Used {
  readonly count: number;
  /** CPU time in milliseconds, by name. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  readonly usage: VendorsUsage;
}

export async function nightOf(client: pg.Client, scheduledFor: Date): Promise<Runs> {
  const { rows } = await client.query<{ started_at: Date; ended_at: Date }>(
    'SELECT started_at, ended_at FROM qbr_collection_run WHERE scheduled_for = $1 AND ended_at IS NOT NULL ORDER BY ended_at',
    [scheduledFor],
  );
  const since = (at: Date) => at.getTime() - scheduledFor.getTime();
  return { scheduledFor, runs: rows.map((row) => ({ startMs: since(row.started_at), endMs: since(row.ended_at) })) };
}

/** What the night took, as lines of a table. */
export async function summaryOf({ runs }: Runs, { count, before, after, usage }: Used): Promise<string> {
  const wholeMs = runs.at(-1)?.endMs ?? 0;
  const quarter = Math.floor(runs.length / 4);
  const quarterEnds = [1, 2, 3].map((each) => runs[each * quarter - 1]?.endMs ?? 0);
  const quarters = [...quarterEnds, wholeMs].map((end, index) => end - ([0, ...quarterEnds][index] ?? 0));
  const times = runs.map(({ startMs, endMs }) => endMs - startMs).sort((one, other) => one - other);
  const at = (share: number) => seconds(times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0);
  const cpu = Object.keys(after).map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const);
  const asked = Object.entries(usage).map(
    ([vendor, { requests, mostRequests, mostAtOnce }]) =>
      `| requests to ${vendor} | ${requests} (${(requests / count).toFixed(1)} each), most at one host ${mostRequests}, ${mostAtOnce} at a time |`,
  );
  return [
    `| ${count} organizations | |`,
    '|---|---|',
    `| the night | ${seconds(wholeMs)} s, ${(wholeMs / count).toFixed(0)} ms an organization |`,
    `| its quarters | ${quarters.map(seconds).join(', ')} s |`,
    `| a run | median ${at(0.5)} s, 95 % ${at(0.95)} s |`,
    ...cpu.map(
      ([name, ms]) => `| CPU time of ${name} | ${seconds(ms)} s, ${(ms / count).toFixed(0)} ms an organization |`,
    ),
    ...asked,
  ].join('\n');
}

/** The statements that took most of PostgreSQL's time. */
export async function statementsOf(client: pg.Client, count: number): Promise<string> {
  const { rows } = await client.query<{ calls: number; ms: number; query: string }>(
    `SELECT calls::float8 AS calls, total_exec_time + total_plan_time AS ms, query FROM pg_stat_statements
     WHERE toplevel ORDER BY total_exec_time DESC`,
  );
  const sum = (of: (row: { calls: number; ms: number }) => number) => rows.reduce((total, row) => total + of(row), 0);
  const most = rows
    .slice(0, 15)
    .map(
      ({ calls, ms, query }) =>
        `${(ms / count).toFixed(2).padStart(9)} ms ${(calls / count).toFixed(1).padStart(7)} calls  ${query.replace(/\s+/g, ' ').slice(0, 150)}`,
    );
  const all = `${(sum(({ calls }) => calls) / count).toFixed(0)} statements an organization, ${(sum(({ ms }) => ms) / count).toFixed(0)} ms`;
  return [all, ...most].join('\n');
}

/** Organizations whose collected values are not what their vendors say, each with the first difference. */
export async function differing(
  client: pg.Client,
  {
    worlds,
    until,
    ids,
  }: { readonly worlds: readonly World[]; readonly until: string; readonly ids: readonly number[] },
): Promise<string[]> {
  const expected = worlds.map((world) => expectedValues(world, until));
  const names = [...new Set(expected.flat().map((line) => line.split(' ')[1]))];
  const { rows } = await client.query<{
    organization_id: number;
    period: string;
    metric_name: string;
    metric_value: string;
  }>(`SELECT organization_id, period, metric_name, metric_value FROM qbr_metrics_monthly WHERE metric_name = ANY($1)`, [
    names,
  ]);
  const stored = new Map<number, string[]>();
  for (const { organization_id: id, period, metric_name, metric_value } of rows) {
    const lines = stored.get(id) ?? [];
    lines.push(lineOf(period, metric_name, metric_value));
    stored.set(id, lines);
  }
  return ids.flatMap((id) => {
    const found = (stored.get(id) ?? []).sort();
    const wanted = expected[id % worlds.length] ?? [];
    const difference = [
      ...wanted.filter((line) => !found.includes(line)),
      ...found.filter((line) => !wanted.includes(line)),
    ];
    return difference.length === 0 ? [] : [`organization ${id}: ${difference.slice(0, 4).join(', ')}`];
  });
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
