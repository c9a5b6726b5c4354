import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';

/** A span as a collector gets it, with plain attributes. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent or empty without a parent. */
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code?: number; readonly message?: string };
  readonly events?: readonly unknown[];
}

/** A collector of OpenTelemetry that takes spans over HTTP, as JSON, and keeps them. */
export interface TraceCollector {
  /** What `OTEL_EXPORTER_OTLP_ENDPOINT` is set to. */
  readonly url: string;
  readonly headers: readonly IncomingHttpHeaders[];
  /** All that has come, as it came. */
  readonly bodies: readonly string[];
  /** Resolves with all spans as soon as `isWhole` accepts them. */
  spans(isWhole: (spans: readonly ReceivedSpan[]) => boolean): Promise<readonly ReceivedSpan[]>;
  close(): Promise<void>;
}

interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[] }[];
}
type SentSpan = Omit<ReceivedSpan, 'attributes'> & { readonly attributes: readonly SentAttribute[] };
interface SentAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export async function startTraceCollector(): Promise<TraceCollector> {
  const bodies: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const isExport = incoming.method === 'POST' && incoming.url === '/v1/traces';
    if (isExport) {
      headers.push(incoming.headers);
      bodies.push(Buffer.concat(chunks).toString('utf8'));
    }
    outgoing.writeHead(isExport ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headers,
    bodies,
    spans: (isWhole) =>
      vi.waitUntil(
        () => {
          const spans = bodies.flatMap(spansOf);
          return isWhole(spans) && spans;
        },
        { timeout: 30_000, interval: 50 },
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function spansOf(body: string): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(body) as Export;
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  return spans.map((span) => ({
    ...span,
    attributes: Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
  }));
}
