import type { HttpBindings } from '@hono/node-server';
import type { Viewer } from '#src/auth/viewer.ts';

/** What is known of a request before it is handled. */
export interface RouteVariables {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** What the answer and the log call the request. */
    requestId: string;
    /** The client's address; null where it is not known. */
    address: string | null;
    /** Who asks. */
    viewer: Viewer;
    /** Finds out once more who asks; rejects for a key that is not valid any more. */
    reauthenticate: () => Promise<Viewer>;
  };
}
