import type { HttpBindings } from '@hono/node-server';
import type { Viewer } from '#src/auth/viewer.ts';
import type { RequestActivity } from '#src/telemetry/activity.ts';

/** Hono's variables of a request. */
export interface RouteVariables {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** In the response and the log. */
    requestId: string;
    /** What is observed of the request. */
    activity: RequestActivity;
    /** The client's IP address; null if unknown. */
    address: string | null;
    /** Who sent the request. */
    viewer: Viewer;
    /** Authenticates the request's credentials again; rejects for a key that is no longer valid. */
    reauthenticate: () => Promise<Viewer>;
  };
}
