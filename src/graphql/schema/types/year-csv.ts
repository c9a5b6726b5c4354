import { builder } from '#src/graphql/builder.ts';
import { yearCsv } from '#src/service/export/year-csv.ts';
import { Organization } from './organization.ts';

builder.objectField(Organization, 'csv', (t) =>
  t.field({
    type: 'String',
    description:
      'A year as CSV, the same text as `GET /api/qbr/export/csv`. Decimals are exact, percentages fractions, absent values empty.',
    args: {
      year: t.arg.int({ required: true, description: 'The year, such as 2026.' }),
      long: t.arg.boolean({
        required: true,
        defaultValue: false,
        description:
          'One row for each stored monthly value, with its source; otherwise one for each metric and SmartNumber.',
      }),
    },
    resolve: ({ id }, { year, long }, context) => yearCsv(context.report(id), String(year), { isLong: long }),
  }),
);
