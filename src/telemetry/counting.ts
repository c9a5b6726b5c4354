import type { Activity, Observer } from './activity.ts';
import type { Counted } from './metric-definitions.ts';

/** Methods with a label of their own: a client may send any word. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
const OTHER = 'other';

/** The labels of vendors, which are those of their collections. */
const VENDORS: ReadonlyMap<string, string> = new Map([
  ['ConnectWise', 'connectwise'],
  ['NinjaOne', 'ninjaone'],
  ['QuickBooks Online', 'quickbooks'],
]);

/**
 * Counts activities. Every label has few values: route templates, names of registered operations, outcomes, vendors.
 * @param vendors keys of the configured vendors, whose counters begin at 0
 */
export function createCounting(metrics: Counted, vendors: readonly string[]): Observer {
  for (const vendor of vendors) {
    metrics.vendorRetries.inc({ vendor }, 0);
  }
  return {
    begin(activity) {
      // A call into a service is part of what asked for it.
      if (activity.kind === 'service') return null;
      const begin = performance.now();
      return { end: (error) => count(metrics, activity, { seconds: (performance.now() - begin) / 1_000, error }) };
    },
  };
}

function count(
  metrics: Counted,
  activity: Exclude<Activity, { kind: 'service' }>,
  { seconds, error }: { readonly seconds: number; readonly error: unknown },
): void {
  switch (activity.kind) {
    case 'request': {
      const { route } = activity;
      const method = METHODS.has(activity.method) ? activity.method : OTHER;
      const status = error === undefined ? `${Math.floor(activity.status / 100)}xx` : '5xx';
      metrics.requests.observe({ method, route, status }, seconds);
      break;
    }
    case 'operation': {
      const operation = activity.isRegistered && activity.name !== null ? activity.name : OTHER;
      metrics.operations.observe({ operation, outcome: activity.outcome }, seconds);
      break;
    }
    case 'statement':
      metrics.statements.observe({ outcome: error === undefined ? 'success' : 'failed' }, seconds);
      break;
    case 'vendor request': {
      const vendor = VENDORS.get(activity.vendor) ?? OTHER;
      metrics.vendorRequests.observe({ vendor, outcome: activity.outcome }, seconds);
      metrics.vendorRetries.inc({ vendor }, Math.max(0, activity.tries - 1));
      break;
    }
  }
}
