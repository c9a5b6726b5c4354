import { InvalidValueError, OrganizationNotFoundError, RefusedFileError } from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { AccountMappingState } from '#src/graphql/schema/types/account-mapping.ts';
import { BooksFileStatement, ImportedMonth } from '#src/graphql/schema/types/books-file.ts';
import { FileProblem } from '#src/graphql/schema/types/file-problem.ts';
import { PlannedChange } from '#src/graphql/schema/types/planned-change.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { importBooks, requireAccepted } from '#src/service/books/import-books.ts';

mutation('importBooks', {
  permission: 'books:manage',
  description:
    'Imports the months of a profit and loss export of QuickBooks (XLSX, CSV, or Online’s report as JSON), all or nothing. A list of accounts (IIF) proposes a mapping.',
  input: {
    description: 'A file to import.',
    argument: 'The file.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      file: t.field({ type: 'Upload', required: true, description: 'The exported file.' }),
      dryRun: t.boolean({
        required: true,
        defaultValue: false,
        description: 'True to see what the import would do, also of a file in which something is refused.',
      }),
    }),
  },
  resolve: async ({ organizationId, file, dryRun }, { scope }) => {
    const given = { bytes: file.bytes, fileName: file.name, dryRun };
    return requireAccepted(await importBooks(scope(organizationId), given), given);
  },
  success: {
    description: 'The file was imported or, as a dry run, read.',
    fields: (t) =>
      exposed(t, {
        fileName: ['String', 'Name of the file, without folders.'],
        isStored: t.exposeBoolean('stored', {
          description: 'False for a dry run, and for a file without a column of exactly one month.',
        }),
        mappingState: t.expose('mapping', {
          type: AccountMappingState,
          description: 'Whether a mapping is confirmed: before that, statements are stored and have no values.',
        }),
        statements: [[BooksFileStatement], 'Every column that ties, in the order of the file.'],
        problems: [[FileProblem], 'What was refused, in a dry run; an import would store nothing then.'],
        notes: t.exposeStringList('notes', { description: 'What was assumed, and what is left out, in sentences.' }),
        months: [
          [ImportedMonth],
          'What becomes of the statement of each month, oldest first; empty if anything was refused.',
        ],
        changes: [[PlannedChange], 'The monthly values that change.'],
      }),
  },
  resultNote: 'All or nothing.',
  errors: [RefusedFileError, InvalidValueError, OrganizationNotFoundError],
});
