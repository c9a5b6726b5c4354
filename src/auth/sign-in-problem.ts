import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { Database } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { deleteSignInProblem, readSignInProblem, saveSignInProblem } from '#src/store/settings.ts';
import { SignInMisconfiguredError } from './sign-in-errors.ts';

interface ProblemSettings {
  readonly database: Database;
  readonly clock: () => Date;
}

/**
 * Stores a configuration problem that breaks sign-in, for the attention list: in the database, so that every instance shows
 * it. Anyone can start a sign-in, so the same problem is stored only once.
 */
export async function notingProblem<T>(settings: ProblemSettings, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SignInMisconfiguredError && error.isProven) {
      await withinOrganization(FIRST_ORGANIZATION, () => note(settings, error));
    }
    throw error;
  }
}

async function note(
  { database, clock }: ProblemSettings,
  { problem, said: { error, codes } }: SignInMisconfiguredError,
): Promise<void> {
  const noted = await readSignInProblem(database.prisma, FIRST_ORGANIZATION);
  const isNoted = noted?.kind === problem.kind && noted.error === error && noted.codes.join() === codes.join();
  if (isNoted) return;
  const offsetSeconds = problem.kind === 'clock' ? problem.offsetSeconds : null;
  const stored = { kind: problem.kind, offsetSeconds, error, codes, since: clock() };
  await database.transaction((tx) => saveSignInProblem(tx, FIRST_ORGANIZATION, stored));
}

/** Removes the problem, after the provider has accepted the client. */
export async function clearSignInProblem({ database }: Pick<ProblemSettings, 'database'>): Promise<void> {
  await withinOrganization(FIRST_ORGANIZATION, () =>
    database.transaction((tx) => deleteSignInProblem(tx, FIRST_ORGANIZATION)),
  );
}
