import { InvalidInputError, InvalidValueError, OrganizationNotFoundError } from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { BenchmarkParticipation, BenchmarkSettingsType } from '#src/graphql/schema/types/benchmark.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { setParticipation } from '#src/service/benchmarks/participation.ts';

mutation('setBenchmarks', {
  permission: 'benchmarks:manage',
  description:
    'Sets how an organization takes part in benchmarks. It counts from the next nightly computation on; what has been published stays until at least three members have changed.',
  input: {
    description: 'How an organization takes part. What is omitted stays as it is; null removes a size or the label.',
    argument: 'How the organization takes part.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      participation: t.field({ type: BenchmarkParticipation, description: 'What is shared and received.' }),
      endpoints: t.int({ description: 'Endpoints under management.' }),
      employees: t.int({ description: 'Employees.' }),
      label: t.string({ description: 'A note of its own, at most 100 characters. No other organization sees it.' }),
    }),
  },
  resolve: async (input, { scope }) => ({ benchmarks: await setParticipation(scope(input.organizationId), input) }),
  success: {
    description: 'The organization takes part as asked.',
    fields: (t) => exposed(t, { benchmarks: [BenchmarkSettingsType, 'How it takes part now.'] }),
  },
  errors: [OrganizationNotFoundError, InvalidValueError, InvalidInputError],
});
