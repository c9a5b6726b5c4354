import { Counter, Gauge, Histogram, type Registry, Summary } from 'prom-client';

/** Seconds. A cached answer takes well below a millisecond, a pack or an export seconds. */
const REQUEST_BUCKETS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];
const STATEMENT_BUCKETS = [0.0005, 0.002, 0.01, 0.05, 0.25, 1, 5];

/** The metrics that count what happens. */
export type Counted = ReturnType<typeof defineCounted>;
/** The metrics that are read when they are asked for. */
export type Sampled = ReturnType<typeof defineSampled>;

/** Names and labels are documented in docs/monitoring.md; a test compares them. */
export function defineCounted(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Histogram({
      name: 'qbr_http_request_duration_seconds',
      help: 'Duration of HTTP requests, by route template and status class.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: REQUEST_BUCKETS,
      registers,
    }),
    operations: new Summary({
      name: 'qbr_graphql_operation_duration_seconds',
      help: 'Duration of GraphQL operations, by the name of a registered operation or other, and outcome.',
      labelNames: ['operation', 'outcome'] as const,
      percentiles: [],
      registers,
    }),
    statements: new Histogram({
      name: 'qbr_database_statement_duration_seconds',
      help: 'Duration of statements to the database, with the wait for a connection.',
      labelNames: ['outcome'] as const,
      buckets: STATEMENT_BUCKETS,
      registers,
    }),
    vendorRequests: new Summary({
      name: 'qbr_vendor_request_duration_seconds',
      help: 'Duration of requests to vendors with their retries, by outcome.',
      labelNames: ['vendor', 'outcome'] as const,
      percentiles: [],
      registers,
    }),
    vendorRetries: new Counter({
      name: 'qbr_vendor_request_retries_total',
      help: 'Retries of requests to vendors.',
      labelNames: ['vendor'] as const,
      registers,
    }),
  };
}

/** Names and labels are documented in docs/monitoring.md; a test compares them. */
export function defineSampled(registry: Registry) {
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    info: gauge('qbr_build_info', 'Always 1; the label has the version of the program.', ['version']),
    started: gauge('qbr_start_time_seconds', 'When the process started, in seconds since 1970.'),
    cpu: new Counter({
      name: 'qbr_process_cpu_seconds_total',
      help: 'CPU time of the process.',
      labelNames: ['mode'] as const,
      registers: [registry],
    }),
    memory: gauge('qbr_process_memory_bytes', 'Memory of the process: resident, and parts of it.', ['area']),
    eventLoopLag: gauge('qbr_event_loop_lag_seconds', 'Lag of the event loop since the last scrape.', ['statistic']),
    cacheReads: new Counter({
      name: 'qbr_cache_reads_total',
      help: 'Reads from the caches since the start, by result.',
      labelNames: ['cache', 'result'] as const,
      registers: [registry],
    }),
    cacheBytes: gauge('qbr_cache_bytes', 'Estimated size of everything that is cached.'),
    connections: gauge('qbr_database_connections', 'Connections of the pool to PostgreSQL, by state.', ['state']),
    connectionWaits: gauge('qbr_database_connection_waits', 'Statements that wait for a connection of the pool.'),
    databaseUp: gauge('qbr_database_up', 'Whether the database answered this scrape.'),
  };
}

/** The metrics that are read from the database. */
export type Stored = ReturnType<typeof defineStored>;

/** Names and labels are documented in docs/monitoring.md; a test compares them. */
export function defineStored(registry: Registry) {
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    enabled: gauge('qbr_collection_enabled', 'Whether the nightly collection is enabled.'),
    lastSuccess: gauge(
      'qbr_collection_last_success_timestamp_seconds',
      'End of the newest collection that stored the vendor’s values, in seconds since 1970.',
      ['vendor'],
    ),
    duration: gauge('qbr_collection_duration_seconds', 'Duration of the newest collection that has ended.', ['vendor']),
    state: gauge('qbr_collection_state', '1 for the state of the newest collection, 0 for the others.', [
      'vendor',
      'state',
    ]),
    findings: gauge('qbr_findings_open', 'Findings that nobody has acknowledged.'),
    auditAnchor: gauge('qbr_audit_anchor_number', 'Number of the newest audit entry; it never falls.'),
    backupAge: gauge('qbr_backup_age_seconds', 'Time since the newest backup; absent before the first one.'),
    drillAge: gauge('qbr_backup_drill_age_seconds', 'Time since the newest backup drill; absent before the first one.'),
    drillSuccess: gauge('qbr_backup_drill_success', 'Whether the newest backup drill succeeded.'),
  };
}
