import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { ExportResultCode, parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import pTimeout from 'p-timeout';
import type { Logger } from '#src/log/log.ts';
import { type Activity, type Observation, type Observer, observe } from './activity.ts';
import { spanEnd, spanStart } from './span.ts';

export interface TraceSettings {
  /** Of a collector, without `/v1/traces`. */
  readonly endpoint: string;
  /** Sent with every export. */
  readonly headers: Readonly<Record<string, string>>;
  readonly version: string;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
}

/** Traces of everything that the program does. */
export interface Traces {
  /** Sends what has ended and stops; a collector that does not answer is not waited for long. */
  stop(): Promise<void>;
}

const EXPORT_TIMEOUT_MS = 5_000;
const STOP_TIMEOUT_MS = 3_000;
const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** Begins to trace, and sends spans in batches over OTLP/HTTP (JSON). */
export function startTraces({ endpoint, headers, version, logger }: TraceSettings): Traces {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: EXPORT_TIMEOUT_MS });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'qbr-server', 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor(reportingFailures(exporter, logger))],
  });
  const end = observe(createTracing(provider.getTracer('qbr-server', version)));
  return {
    async stop() {
      end();
      // What cannot be sent is lost, and has been reported.
      await pTimeout(provider.shutdown(), { milliseconds: STOP_TIMEOUT_MS }).catch(() => undefined);
    },
  };
}

function createTracing(tracer: Tracer): Observer {
  // Not the API's global context manager: it belongs to whoever else traces in this process.
  const contexts = new AsyncLocalStorage<Context>();
  return {
    begin(activity) {
      const { name, kind, attributes } = spanStart(activity);
      const parent = contexts.getStore() ?? callerContext(activity);
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, parent);
      return observationOf(span, activity, (work) => contexts.run(trace.setSpan(parent, span), work));
    },
    traceId() {
      const context = contexts.getStore();
      return (context && trace.getSpanContext(context)?.traceId) ?? null;
    },
  };
}

/** The span of a caller that traces, as the parent of a request. */
function callerContext(activity: Activity): Context {
  const header = activity.kind === 'request' ? activity.traceparent() : undefined;
  const caller = header === undefined ? null : parseTraceParent(header);
  return caller ? trace.setSpanContext(ROOT_CONTEXT, { ...caller, isRemote: true }) : ROOT_CONTEXT;
}

function observationOf(span: Span, activity: Activity, within: <T>(work: () => T) => T): Observation {
  return {
    within,
    end(error) {
      const { name, attributes } = spanEnd(activity);
      if (name !== undefined) span.updateName(name);
      span.setAttributes(attributes);
      const hasFailed = error !== undefined || (activity.kind === 'request' && activity.status >= 500);
      // The type only: a message may quote what it is about.
      if (error instanceof Error) span.setAttribute('error.type', error.name);
      if (hasFailed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

/** Reports the first of failed exports in a row, and that they succeed again. */
function reportingFailures(exporter: OTLPTraceExporter, logger: TraceSettings['logger']): SpanExporter {
  let hasFailed = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.code !== ExportResultCode.SUCCESS;
        if (failed && !hasFailed)
          logger.warn({ err: result.error }, 'Traces cannot be sent; they are dropped until they can');
        if (!failed && hasFailed) logger.info('Traces are sent again');
        hasFailed = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  };
}
