import { Decimal } from '#src/core/number.ts';
import type { Asked } from '../serving/harness.ts';

/** One month, all metrics, of each what and when: in our schema, where the metrics of the workbook's ratios are asked for by category. */
const OURS = `query Month($period: Period!) {
  organization {
    period(key: $period) {
      review: metrics(includeIntermediate: true) { ...Value }
      health: metrics(category: FINANCIAL_HEALTH) { ...Value }
    }
  }
}
fragment Value on MetricValue { definition { key } value source vendor { name } updatedAt notes }`;

/** The same in the schema that PostGraphile makes of the tables. */
const POSTGRAPHILE = `query Month($organization: Int!, $period: String!) {
  allQbrMetricsMonthlies(condition: { organizationId: $organization, period: $period }) {
    nodes { metricName metricValue dataSource vendorByVendorId { name } updatedAt notes }
  }
}`;

interface OurValue {
  readonly definition: { readonly key: string };
  readonly value: string | null;
  readonly source: string | null;
  readonly vendor: { readonly name: string } | null;
  readonly updatedAt: string | null;
  readonly notes: string | null;
}

interface OurAnswer {
  readonly data: { readonly organization: { readonly period: Record<'review' | 'health', readonly OurValue[]> } };
}

interface PostgraphileAnswer {
  readonly data: {
    readonly allQbrMetricsMonthlies: {
      readonly nodes: readonly {
        readonly metricName: string;
        readonly metricValue: string;
        readonly dataSource: string;
        readonly vendorByVendorId: { readonly name: string } | null;
        readonly updatedAt: string;
        readonly notes: string | null;
      }[];
    };
  };
}

/** The month of organization 1, as either server is asked for it. */
export function askedMonth(period: string): { readonly ours: Asked; readonly postgraphile: Asked } {
  const asked = (query: string, variables: Record<string, unknown>): Asked => {
    return { name: 'month', method: 'POST', path: '/graphql', body: JSON.stringify({ query, variables }) };
  };
  return { ours: asked(OURS, { period }), postgraphile: asked(POSTGRAPHILE, { organization: 1, period }) };
}

/**
 * Compares the stored values of both answers. Ours also names the metrics without a value.
 * @returns how many values there are, equal in all six fields
 * @throws Error naming the values that differ, or where there are none
 */
export function compareMonths(ours: Buffer, postgraphile: Buffer): number {
  const { review, health } = (JSON.parse(ours.toString()) as OurAnswer).data.organization.period;
  const own = [...review, ...health].flatMap(({ definition, value, source, vendor, updatedAt, notes }) =>
    value === null || source === null || updatedAt === null
      ? []
      : [line([definition.key, value, source, vendor?.name, updatedAt, notes])],
  );
  const { nodes } = (JSON.parse(postgraphile.toString()) as PostgraphileAnswer).data.allQbrMetricsMonthlies;
  const theirs = nodes.map(({ metricName, metricValue, dataSource, vendorByVendorId, updatedAt, notes }) =>
    line([metricName, metricValue, dataSource, vendorByVendorId?.name, updatedAt, notes]),
  );
  const differing = [...onlyIn(own, theirs, 'ours'), ...onlyIn(theirs, own, 'PostGraphile')];
  if (differing.length > 0 || own.length === 0) throw new Error(`The answers differ:\n${differing.join('\n')}`);
  return own.length;
}

type Fields = readonly [string, string, string, string | undefined, string, string | null];

/** Numbers, enums and instants are written differently, and mean the same. */
function line([key, value, source, vendor, time, notes]: Fields): string {
  const instant = new Date(time).toISOString();
  return JSON.stringify([key, new Decimal(value).toFixed(), source.toLowerCase(), vendor ?? null, instant, notes]);
}

function onlyIn(lines: readonly string[], others: readonly string[], whose: string): string[] {
  return lines.filter((each) => !others.includes(each)).map((each) => `${whose}: ${each}`);
}
