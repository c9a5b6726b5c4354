import { InvalidValueError, NotFoundError } from '#src/core/errors.ts';
import { monthAt } from '#src/core/period.ts';
import { parseMappingFile, writeMappingFile } from '#src/files/account-mapping-file.ts';
import { createInputProblems } from '#src/service/problems.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { readStatementMonths } from '#src/store/statements.ts';
import { readKnownAccounts } from './known-accounts.ts';
import { type SavedMapping, type SaveOptions, saveMapping } from './mapping.ts';
import { loadProposal, loadVersions } from './mapping-versions.ts';

const SUGGESTED = 'Suggested by the names of the accounts';

/**
 * The mapping as YAML: the newest confirmed version, else the newest proposal, else what the names of the accounts suggest,
 * from the first month that has a statement.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError where there is none of these
 */
export function exportMapping(scope: Scope): Promise<string> {
  const { id, timeZone } = scope.organization;
  return read(scope, 'metrics:read', async (reader) => {
    const versions = await loadVersions(reader, id);
    const mapping = versions.confirmed ?? (await loadProposal(reader, versions));
    if (!mapping) throw new NotFoundError('No mapping is stored, and no account is known that one could name');
    const from = mapping.from ?? (await readStatementMonths(reader, id))[0] ?? monthAt(scope.at, timeZone);
    return writeMappingFile({ from, reason: mapping.reason ?? SUGGESTED, mapping });
  });
}

/**
 * Stores a version of the mapping from its YAML or, with `preview`, says what it would change.
 * @throws what `saveMapping` throws; InvalidValueError with its field for everything that the file may not say, all together
 */
export async function importMapping(scope: Scope, text: string, options: SaveOptions): Promise<SavedMapping> {
  const known = await read(scope, 'metrics:read', (reader) => readKnownAccounts(reader, scope.organization.id));
  const parsed = parseMappingFile(text, known);
  const problems = createInputProblems(scope.faults);
  if ('problems' in parsed) {
    for (const { field, message } of parsed.problems) problems.add(new InvalidValueError(message, { field }));
    problems.throwAll();
    throw new RangeError('A file without a mapping has a problem');
  }
  return saveMapping(scope, parsed, options);
}
