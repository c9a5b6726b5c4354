import type { z } from '@hono/zod-openapi';
import { acceptedCoding } from '#src/http/compression.ts';
import type { RestContext, RestRequest, RestRoute } from './route.ts';

/** A file that a route answers with: whole, or in pieces whose number is not known before. */
export interface FileAnswer {
  readonly name: string;
  readonly contentType: string;
  readonly body: Uint8Array | AsyncIterable<string>;
}

/** A path that answers with a file instead of the envelope; its errors have the envelope. */
export interface FileRoute
  extends Pick<RestRoute, 'path' | 'permission' | 'summary' | 'description' | 'query' | 'errors'> {
  /** Its content types, for the documentation. */
  readonly contentTypes: readonly string[];
  /** @throws QbrError */
  answer(request: RestRequest<unknown, unknown>): Promise<FileAnswer>;
}

/** Defines a route whose `answer` is typed by its query. */
export function defineFileRoute<Query extends z.ZodObject>(
  parts: Omit<FileRoute, 'query' | 'answer'> & {
    readonly query: Query;
    readonly answer: (request: RestRequest<z.output<Query>, unknown>) => Promise<FileAnswer>;
  },
): FileRoute {
  return { ...parts, answer: parts.answer as FileRoute['answer'] };
}

/**
 * The response with a file to save. The first piece is awaited, so that what is refused there is still an error and no file.
 * @throws what the file's pieces throw first
 */
export async function respondWithFile(
  context: RestContext,
  { name, contentType, body }: FileAnswer,
): Promise<Response> {
  context.header('Content-Type', contentType);
  context.header('Content-Disposition', `attachment; filename="${name}"`);
  if (body instanceof Uint8Array) return context.body(Uint8Array.from(body));
  const stream = await streamed(body);
  // It is coded here as it comes, and held back nowhere, least of all for a length.
  context.header('X-Accel-Buffering', 'no');
  if (acceptedCoding(context.req.header('Accept-Encoding')) === undefined) return context.body(stream);
  context.header('Content-Encoding', 'gzip');
  context.header('Vary', 'Accept-Encoding', { append: true });
  return context.body(stream.pipeThrough(new CompressionStream('gzip') as Coding));
}

/** Its type in Node accepts more kinds of bytes than it returns. */
type Coding = ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>;

async function streamed(pieces: AsyncIterable<string>): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const iterator = pieces[Symbol.asyncIterator]();
  let next = await iterator.next();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        if (next.done) return controller.close();
        controller.enqueue(encoder.encode(next.value));
        next = await iterator.next();
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    // Nothing is read ahead of a slow client.
    { highWaterMark: 0 },
  );
}
