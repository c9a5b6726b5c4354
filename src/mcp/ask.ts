import type { Viewer } from '#src/auth/viewer.ts';
import { type ErrorCode, InvalidInputError, MetricNotFoundError, NotFoundError, QbrError } from '#src/core/errors.ts';
import { similarDefinitions } from '#src/service/report/search-definitions.ts';
import { type McpServices, toolRequest } from './services.ts';
import type { Tool } from './tool.ts';
import { dataQualityTool } from './tools/data-quality.ts';
import { explainValueTool } from './tools/explain-value.ts';
import { getReportTool } from './tools/get-report.ts';
import { listPeriodsTool } from './tools/list-periods.ts';
import { searchDefinitionsTool } from './tools/search-definitions.ts';
import { whyDidItMoveTool } from './tools/why-did-it-move.ts';

/** Everything that can be asked. Nothing writes. */
export const TOOLS: readonly Tool[] = [
  listPeriodsTool,
  getReportTool,
  explainValueTool,
  whyDidItMoveTool,
  searchDefinitionsTool,
  dataQualityTool,
];

/** A fault of a question. */
export interface ToolError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The argument; null if it is of none. */
  readonly field: string | null;
  /** Keys with a similar name, for an unknown metric. */
  readonly suggestions?: readonly string[];
  /** All faults, if there are several. */
  readonly errors?: readonly ToolError[];
}

/** The answer to a question, or its fault. */
export type ToolAnswer = { readonly data: Readonly<Record<string, unknown>> } | { readonly error: ToolError };

/** A question: a tool and its arguments. */
export interface Question {
  readonly tool: string;
  readonly input: unknown;
}

/**
 * Answers a question. An unexpected error is logged, and answered without details.
 * @param requestId under which it is logged
 * @throws NotFoundError for an unknown tool
 */
export async function askTool(
  services: McpServices,
  { tool: name, input }: Question,
  { viewer, requestId }: { readonly viewer: Viewer; readonly requestId?: string },
): Promise<ToolAnswer> {
  const tool = TOOLS.find((each) => each.name === name);
  if (!tool) throw new NotFoundError(unknownTool(name));
  try {
    return { data: await tool.answer(toolRequest(services, viewer), input) };
  } catch (error) {
    if (error instanceof QbrError) return { error: toolError(error) };
    services.logger.error({ err: error, requestId, tool: name }, 'A question could not be answered');
    const where = requestId === undefined ? 'the log has more' : `the log has more under ${requestId}`;
    return { error: { code: 'SERVER_ERROR', message: `Unexpected error; ${where}`, field: null } };
  }
}

/** What is said of a tool that does not exist. */
export function unknownTool(name: string): string {
  return `Unknown tool ${JSON.stringify(name.slice(0, 40))}; the tools are ${TOOLS.map((tool) => tool.name).join(', ')}`;
}

/** An expected error as a client gets it. */
export function toolError(error: QbrError): ToolError {
  const { code, message, field = null } = error;
  if (error instanceof MetricNotFoundError) {
    return { code, message, field, suggestions: similarDefinitions(error.key).map(({ key }) => key) };
  }
  if (error instanceof InvalidInputError) return { code, message, field, errors: error.errors.map(toolError) };
  return { code, message, field };
}
