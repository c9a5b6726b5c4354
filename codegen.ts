import type { Types } from '@graphql-codegen/plugin-helpers';

const DASHBOARD = 'src/web/**/*.graphql';
/** The tests' own operations, but for those of which no test reads a typed answer. */
const TESTS = ['test/**/*.graphql', '!test/graphql/whole-results/**/*.graphql'];

/**
 * What `npm run codegen` generates from the operations in .graphql files, in GraphQL Code Generator's own terms. It is read by
 * ops/build/codegen rather than by its command line, which wants Node 22 (CONTRIBUTING.md).
 */
const config = {
  schema: 'schema.graphql',
  config: {
    // How scalars travel: exact decimals, periods and instants are texts.
    scalars: {
      DateTime: 'string',
      Decimal: { input: 'string | number', output: 'string' },
      JSON: { input: 'never', output: 'unknown' },
      Period: 'string',
      Upload: 'File',
    },
    strictScalars: true,
    useTypeImports: true,
    immutableTypes: true,
    disableDescriptions: true,
  },
  generates: {
    // The dashboard names its operations by their hash, because the program that serves it knows them.
    'src/web/gql/operations.ts': {
      documents: DASHBOARD,
      plugins: ['typescript-operations', './ops/build/codegen/hashed-operations.ts'],
    },
    'src/web/gql/persisted-operations.json': {
      documents: DASHBOARD,
      plugins: ['./ops/build/codegen/persisted-operations.ts'],
    },
    'test/kit/gql/operations.ts': {
      documents: TESTS,
      plugins: ['typescript-operations', 'typed-document-node'],
    },
    'test/kit/gql/persisted-operations.json': {
      // Those of test/upgrade are sent to versions that know no later operations.
      documents: [...TESTS, '!test/upgrade/**/*.graphql'],
      plugins: ['./ops/build/codegen/persisted-operations.ts'],
    },
  },
} satisfies Types.Config;

export default config;
