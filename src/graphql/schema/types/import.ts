import { builder } from '#src/graphql/builder.ts';
import { connectionOf, PAGE_ARGUMENTS, pageRequest, toConnection } from '#src/graphql/connection.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { listImports, type StoredImport } from '#src/service/transfer/list.ts';
import { Organization } from './organization.ts';

export const Import = builder.objectRef<StoredImport>('Import').implement({
  description: 'A file of values that was imported.',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'ID of the import.'],
      fileName: ['String', 'Name of the file, without folders.'],
      fileSha256: ['String', 'SHA-256 of the file.'],
      fileBytes: ['Int', 'Size of the file.'],
      changeCount: ['Int', 'Number of values that it stored or released, without recalculated ones.'],
      appliedAt: ['DateTime', 'When it was imported.'],
      appliedBy: ['String', 'Who imported it.'],
      undoneAt: [nullable('DateTime'), 'When it was undone; null if it was not.'],
      undoneBy: [nullable('String'), 'Who undid it; null if nobody did.'],
    }),
});

const ImportConnection = connectionOf(Import, 'Import', { one: 'An import', many: 'imports' });

builder.objectField(Organization, 'imports', (t) =>
  t.field({
    type: ImportConnection,
    description: 'Files of values that were imported, newest first.',
    args: PAGE_ARGUMENTS,
    resolve: async ({ id }, args, { scope }) => {
      const page = pageRequest('import', args);
      return toConnection('import', page, await listImports(scope(id), page));
    },
  }),
);
