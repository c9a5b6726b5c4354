import { z } from 'zod';
import { parseArguments } from './parse.ts';
import type { ToolRequest } from './services.ts';

/** A JSON Schema of an object. */
export type ObjectSchema = { readonly type: 'object' } & Readonly<Record<string, unknown>>;

/** A question that an assistant can ask. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For the model: when to ask it, and how to read the answer. */
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  readonly outputSchema: ObjectSchema;
  /** @throws QbrError */
  answer(request: ToolRequest, input: unknown): Promise<Readonly<Record<string, unknown>>>;
}

/** Parts of a tool with their types. */
interface ToolParts<Input extends z.ZodObject, Output extends z.ZodObject>
  extends Pick<Tool, 'name' | 'title' | 'description'> {
  readonly input: Input;
  readonly output: Output;
  readonly answer: (request: ToolRequest, input: z.output<Input>) => Promise<z.input<Output>>;
}

/** Defines a tool whose `answer` is typed by its input and output. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  parts: ToolParts<Input, Output>,
): Tool {
  const { name, title, description, output, answer } = parts;
  const input = z.strictObject(parts.input.shape);
  return {
    ...{ name, title, description },
    inputSchema: jsonSchema(input),
    outputSchema: jsonSchema(output),
    answer: (request, given) => answer(request, parseArguments(input, given) as z.output<Input>),
  };
}

/** In the dialect that clients of the protocol read, as the caller writes the input. */
function jsonSchema(schema: z.ZodObject): ObjectSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return rest as ObjectSchema;
}
