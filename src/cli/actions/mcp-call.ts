import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import { askTool, type Question, type ToolAnswer } from '#src/mcp/ask.ts';

/** The action of `qbr mcp call`: prints the answer, or `error` with what is wrong with the question. */
export async function callTool(
  app: App,
  terminal: Terminal,
  { tool, input }: { readonly tool: string; readonly input: string },
): Promise<ExitStatus> {
  const answer = await askOn(app, terminal, { tool, input: parseInput(input) });
  if ('data' in answer) {
    terminal.printJson(answer.data);
    return EXIT.done;
  }
  terminal.printError(`qbr: ${answer.error.message}`);
  terminal.printJson(answer);
  return answer.error.code === 'SERVER_ERROR' ? EXIT.failed : EXIT.unusable;
}

/**
 * Answers a question of the operator.
 * @throws NotFoundError for an unknown tool
 */
export function askOn(app: App, { operator }: Pick<Terminal, 'operator'>, question: Question): Promise<ToolAnswer> {
  return askTool({ ...app, hasSignIn: app.config.auth.openid !== null }, question, { viewer: operator });
}

function parseInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidParameterError('arguments must be a JSON object, such as \'{"period":"2026-Q3"}\'', {
      field: 'arguments',
    });
  }
}
