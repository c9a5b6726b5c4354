/**
 * The one seam between what the program does and what is measured of it. A room wraps what it does in `observed`; metrics and
 * traces are observers, and the rooms know neither. Without an observer a call costs a comparison
 * (ops/decisions/0022-one-seam-for-metrics-and-traces.md).
 */

/** A request to the listener. */
export interface RequestActivity {
  readonly kind: 'request';
  readonly method: string;
  /** The `traceparent` of a caller that traces (W3C Trace Context). */
  readonly traceparent: () => string | undefined;
  /** The path's template, `/api/qbr/periods`; `other` for what is no route. */
  route: string;
  /** 0 until it is known. */
  status: number;
}

/** An operation of GraphQL. */
export interface OperationActivity {
  readonly kind: 'operation';
  /** Null without one, or before it is known. */
  name: string | null;
  /** Whether the name is of an operation of the dashboard, or of a registered one: all others are without bound. */
  isRegistered: boolean;
  outcome: OperationOutcome;
}

/** `rejected`: not executed, for its syntax, a limit or a missing name. `cached`: answered without being executed. */
export type OperationOutcome = 'success' | 'errors' | 'cached' | 'rejected';

/** A call into a service: what passes its door, or a collection. */
export interface ServiceActivity {
  readonly kind: 'service';
  /** `read`, `write`, `collection`. */
  readonly name: string;
  /** The permission that was asked, or the vendor. */
  readonly of: string;
  /** The audit actions of a write. */
  readonly audited: string[];
}

/** A statement to the database. */
export interface StatementActivity {
  readonly kind: 'statement';
  /** With places for its parameters. */
  readonly sql: string;
  /** Whose rows it sees: an organization's id, `all`, or nothing. Absent for what only prepares a connection. */
  readonly access?: string;
}

/** A request to a vendor, with its retries. */
export interface VendorRequestActivity {
  readonly kind: 'vendor request';
  /** `ConnectWise` */
  readonly vendor: string;
  readonly method: string;
  readonly path: string;
  /** How often it has been sent. */
  tries: number;
  outcome: VendorRequestOutcome;
}

/** `success`, or why it failed for good. */
export type VendorRequestOutcome = 'success' | 'credentials' | 'unavailable' | 'response' | 'stopped';

/** What the program does, with what is known of it when it begins and, in fields that are set later, when it ends. */
export type Activity =
  | RequestActivity
  | OperationActivity
  | ServiceActivity
  | StatementActivity
  | VendorRequestActivity;

/** Observes what the program does. It must not throw, nor change anything. */
export interface Observer {
  /** An activity begins. @returns null if it is of no interest */
  begin(activity: Activity): Observation | null;
  /** The trace of the activity that is under way here; null for none. */
  traceId?(): string | null;
}

/** An activity under way. */
export interface Observation {
  /** Runs the work of the activity, so that what begins in it belongs to it. */
  within?<T>(work: () => T): T;
  /** The activity has ended; with what it threw, if it did. */
  end(error?: unknown): void;
}

// Of the process, as the channels of node:diagnostics_channel are: what is observed is everything that it does.
let observers: readonly Observer[] = [];

/** Begins to observe. @returns a function that ends it */
export function observe(observer: Observer): () => void {
  observers = [...observers, observer];
  return () => {
    observers = observers.filter((each) => each !== observer);
  };
}

/** Whether anybody observes: for what costs something to find out. */
export function isObserved(): boolean {
  return observers.length > 0;
}

/** Does some work as an activity that may be observed; it ends with the work, or with the promise that the work returns. */
export function observed<T>(activity: Activity, work: () => T): T {
  if (observers.length === 0) return work();
  return observers.reduceRight<() => T>((inner, observer) => () => observedBy(observer, activity, inner), work)();
}

/** The trace of what is under way here; null where nothing is traced. */
export function currentTraceId(): string | null {
  for (const observer of observers) {
    const traceId = observer.traceId?.() ?? null;
    if (traceId !== null) return traceId;
  }
  return null;
}

function observedBy<T>(observer: Observer, activity: Activity, work: () => T): T {
  const observation = observer.begin(activity);
  if (!observation) return work();
  let result: T;
  try {
    result = observation.within ? observation.within(work) : work();
  } catch (error) {
    observation.end(error);
    throw error;
  }
  if (!(result instanceof Promise)) {
    observation.end();
    return result;
  }
  return result.then(
    (value) => {
      observation.end();
      return value;
    },
    (error: unknown) => {
      observation.end(error);
      throw error;
    },
  ) as T;
}
