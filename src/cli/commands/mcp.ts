import { Command } from 'commander';
import type { RunCommand, RunOnEnvironment } from '#src/cli/command.ts';

/** `qbr mcp`, `qbr mcp call` */
export function mcpCommand(run: RunCommand, runOnEnvironment: RunOnEnvironment): Command {
  return new Command('mcp')
    .description('answer the questions of an assistant over stdin and stdout (Model Context Protocol, read only)')
    .action(() =>
      runOnEnvironment(async (context) => (await import('#src/cli/actions/mcp-stdio.ts')).serveStdio(context)),
    )
    .addCommand(callCommand(run));
}

function callCommand(run: RunCommand): Command {
  return new Command('call')
    .description('ask one tool as an assistant would, and print its answer as JSON')
    .argument('<tool>', 'such as get_report')
    .argument('[arguments]', 'a JSON object, such as \'{"period":"2026-Q3"}\'', '{}')
    .action((tool: string, input: string) =>
      run('mcp call', async (...opened) =>
        (await import('#src/cli/actions/mcp-call.ts')).callTool(...opened, { tool, input }),
      ),
    );
}
