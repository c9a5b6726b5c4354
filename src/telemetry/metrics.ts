import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import pTimeout from 'p-timeout';
import { Registry } from 'prom-client';
import type { OperationalState } from '#src/service/operational-state.ts';
import { type Observer, observe } from './activity.ts';
import { createCounting } from './counting.ts';
import { defineCounted, defineSampled, defineStored, type Sampled, type Stored } from './metric-definitions.ts';

/** What the metrics are read from. */
export interface MetricSources {
  readonly version: string;
  readonly clock: () => Date;
  /** How connections and caches are used. */
  readonly statistics: () => MetricStatistics;
  /** The vendors that are configured, by key. */
  readonly vendors: readonly string[];
  /** Whether the nightly collection is enabled if nobody has said so. */
  readonly enabledByDefault: boolean;
}

/** As `Database.statistics`. */
interface MetricStatistics {
  readonly connections: { readonly open: number; readonly idle: number; readonly waiting: number } | null;
  readonly caches: {
    readonly bytes: number;
    readonly reads: readonly { readonly cache: string; readonly hits: number; readonly misses: number }[];
  };
}

/** The metrics of a running program. */
export interface Metrics {
  readonly contentType: string;
  /**
   * The metrics as Prometheus reads them.
   * @param readState reads what the database knows; where it fails, those metrics are absent
   */
  text(readState: () => Promise<OperationalState>): Promise<string>;
  /** Stops counting. */
  stop(): void;
}

/** How long a scrape waits for the database; Prometheus itself waits 10 s by default. */
const DATABASE_TIMEOUT_MS = 5_000;
/** How often the event loop is looked at; a loop without lag is measured as this. */
const LAG_RESOLUTION_MS = 10;
const STATES = ['running', 'success', 'failed'] as const;

/** Begins to count. What happened before is not counted; Prometheus looks at differences only. */
export function startMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const counting: Observer = createCounting(defineCounted(registry), sources.vendors);
  const sampled = defineSampled(registry);
  const stored = defineStored(registry);
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  const stopCounting = observe(counting);
  return {
    contentType: registry.contentType,
    async text(readState) {
      sample(sampled, sources, lag);
      const state = await pTimeout(readState(), { milliseconds: DATABASE_TIMEOUT_MS }).catch(() => null);
      sampled.databaseUp.set(state ? 1 : 0);
      store(stored, state, sources);
      return registry.metrics();
    },
    stop() {
      stopCounting();
      lag.disable();
    },
  };
}

function sample(metrics: Sampled, { version, statistics }: MetricSources, lag: IntervalHistogram): void {
  metrics.info.set({ version }, 1);
  metrics.started.set(performance.timeOrigin / 1_000);
  const { user, system } = process.cpuUsage();
  metrics.cpu.reset();
  metrics.cpu.inc({ mode: 'user' }, user / 1e6);
  metrics.cpu.inc({ mode: 'system' }, system / 1e6);
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  for (const [area, bytes] of Object.entries({ resident: rss, heap_used: heapUsed, heap_total: heapTotal, external })) {
    metrics.memory.set({ area }, bytes);
  }
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - LAG_RESOLUTION_MS / 1_000);
  // Without a sample its numbers are none.
  if (lag.count > 0) {
    metrics.eventLoopLag.set({ statistic: 'mean' }, seconds(lag.mean));
    metrics.eventLoopLag.set({ statistic: 'p99' }, seconds(lag.percentile(99)));
    metrics.eventLoopLag.set({ statistic: 'max' }, seconds(lag.max));
  }
  lag.reset();
  sampleDatabase(metrics, statistics());
}

function sampleDatabase(metrics: Sampled, { connections, caches }: MetricStatistics): void {
  metrics.cacheReads.reset();
  for (const { cache, hits, misses } of caches.reads) {
    metrics.cacheReads.inc({ cache, result: 'hit' }, hits);
    metrics.cacheReads.inc({ cache, result: 'miss' }, misses);
  }
  metrics.cacheBytes.set(caches.bytes);
  if (!connections) return;
  metrics.connections.set({ state: 'idle' }, connections.idle);
  metrics.connections.set({ state: 'busy' }, connections.open - connections.idle);
  metrics.connectionWaits.set(connections.waiting);
}

/** A metric without a value is absent, never 0. */
function store(metrics: Stored, state: OperationalState | null, { clock, enabledByDefault }: MetricSources): void {
  const { lastSuccess: succeededAt, duration, state: states, ...single } = metrics;
  for (const metric of [succeededAt, duration, states]) metric.reset();
  for (const metric of Object.values(single)) metric.remove();
  if (!state) return;
  const now = clock().getTime() / 1_000;
  metrics.enabled.set((state.collectionEnabled ?? enabledByDefault) ? 1 : 0);
  metrics.findings.set(state.openFindings);
  metrics.auditAnchor.set(state.auditAnchor);
  if (state.lastBackup !== null) metrics.backupAge.set(Math.max(0, now - state.lastBackup));
  if (state.lastDrill) {
    metrics.drillAge.set(Math.max(0, now - state.lastDrill.at));
    metrics.drillSuccess.set(state.lastDrill.succeeded ? 1 : 0);
  }
  for (const { vendor, state: current, durationSeconds, lastSuccess } of state.collections) {
    for (const each of STATES) metrics.state.set({ vendor, state: each }, each === current ? 1 : 0);
    if (durationSeconds !== null) metrics.duration.set({ vendor }, durationSeconds);
    if (lastSuccess !== null) metrics.lastSuccess.set({ vendor }, lastSuccess);
  }
}
