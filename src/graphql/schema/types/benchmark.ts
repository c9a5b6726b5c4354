import type { Cohort } from '#src/core/benchmarks/cohort.ts';
import type { Participation } from '#src/core/benchmarks/participation.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { type Benchmark, benchmarkOf } from '#src/service/benchmarks/benchmark.ts';
import { type BenchmarkSettings, readParticipation } from '#src/service/benchmarks/participation.ts';
import { Organization } from './organization.ts';
import { SmartNumberValue } from './smart-number-value.ts';

export const BenchmarkParticipation = enumOf<Participation>(
  'BenchmarkParticipation',
  'How an organization takes part in benchmarks.',
  {
    none: 'It shares nothing, and receives nothing.',
    receive: 'It shares nothing, and receives benchmarks of other sources only.',
    share: 'Its exact values are counted among its peers’, and it receives the percentiles of its peers.',
  },
);

const BenchmarkCohort = enumOf<Cohort>('BenchmarkCohort', 'Whose values percentiles are computed from.', {
  all: 'All MSPs.',
  small: 'MSPs with fewer than 500 endpoints.',
  medium: 'MSPs with 500 to 1,999 endpoints.',
  large: 'MSPs with 2,000 or more endpoints.',
});

const BenchmarkType = builder.objectRef<Benchmark>('Benchmark').implement({
  description: 'Percentiles of other MSPs beside a value, rounded to two significant digits.',
  fields: (t) =>
    exposed(t, {
      cohort: [BenchmarkCohort, 'Whose values were counted: those of the organization’s size where there are enough.'],
      members: [nullable('Int'), 'How many MSPs were counted; null where another source does not say.'],
      p10: [nullable('Decimal'), '10th percentile; null where it would draw on the smallest value.'],
      p25: ['Decimal', '25th percentile.'],
      median: t.expose('p50', { type: 'Decimal', description: '50th percentile.' }),
      p75: ['Decimal', '75th percentile.'],
      p90: [nullable('Decimal'), '90th percentile; null where it would draw on the largest value.'],
      standing: t.string({
        nullable: true,
        description:
          'Where the value stands: `Better than about 60 % of 23 MSPs of your size`. Null for a value that is partial or absent.',
        resolve: ({ standing }) => standing?.words ?? null,
      }),
      standingPercent: t.int({
        nullable: true,
        description:
          'About how many percent of the MSPs the value is better than; of a SmartNumber that should stay within a range, higher than.',
        resolve: ({ standing }) => standing?.percent ?? null,
      }),
      source: [nullable('String'), 'Name of another source; null for the peers in this installation.'],
      year: [
        nullable('Int'),
        'The year that another source speaks of; null for the peers, who are of the same period.',
      ],
    }),
});

export const BenchmarkSettingsType = builder.objectRef<BenchmarkSettings>('BenchmarkSettings').implement({
  description: 'How an organization takes part in benchmarks, and its size as it says it.',
  fields: (t) =>
    exposed(t, {
      participation: [BenchmarkParticipation, 'What is shared and received.'],
      endpoints: [
        nullable('Int'),
        'Endpoints under management, which decide on the peers of its size; null if not said.',
      ],
      employees: [nullable('Int'), 'Employees; null if not said.'],
      label: [nullable('String'), 'A note of its own, such as its peer group. No other organization sees it.'],
    }),
});

builder.objectField(SmartNumberValue, 'benchmark', (t) =>
  t.field({
    type: BenchmarkType,
    nullable: true,
    description:
      'Percentiles of the peers or, where they are too few, of another source; null where there are none, and for an organization that does not take part.',
    resolve: (value) => benchmarkOf(value),
  }),
);

builder.objectField(Organization, 'benchmarks', (t) =>
  t.field({
    type: BenchmarkSettingsType,
    description: 'How the organization takes part in benchmarks.',
    resolve: ({ id }, _args, context) => readParticipation(context.scope(id)),
  }),
);
