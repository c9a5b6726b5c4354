import { Command } from 'commander';
import type { RunCommand } from '#src/cli/command.ts';
import { EXIT } from '#src/cli/exit-status.ts';
import { counted } from '#src/core/words.ts';

/** `qbr migrate`; every other command also migrates when it opens the database. */
export function migrateCommand(run: RunCommand): Command {
  return new Command('migrate').description('migrate the database (every other command does so too)').action(() =>
    run('migrate', async ({ database }, { print }) => {
      const { appliedMigrations } = database;
      if (appliedMigrations.length === 0) print('The database is up to date.');
      else print(`Applied ${counted(appliedMigrations.length, 'migration')}: ${appliedMigrations.join(', ')}`);
      return EXIT.done;
    }),
  );
}
