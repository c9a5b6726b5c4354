import { Command } from 'commander';
import type { RunOnEnvironment } from '#src/cli/command.ts';
import type { RunOnApp } from '#src/cli/command-server.ts';

/** `qbr serve` */
export function serveCommand(run: RunOnEnvironment, runOnApp: RunOnApp): Command {
  return new Command('serve')
    .description('serve the dashboard, GraphQL and REST, and run the nightly collection if enabled')
    .action(() => run(async (context) => (await import('#src/cli/actions/serve.ts')).serve(context, runOnApp)));
}
