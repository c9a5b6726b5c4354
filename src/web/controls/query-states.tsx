import { RequestError } from '#src/web/client/graphql-client.ts';

/** Shown while content is loading. */
export function Loading({ label }: { readonly label: string }) {
  return (
    <div className="d-flex align-items-center justify-content-center gap-3 py-5 text-body-secondary" role="status">
      <span className="spinner-border spinner-border-sm" aria-hidden="true" />
      {label} …
    </div>
  );
}

/** The server accepts the operations of its own dashboard only, so the page is of another version. */
const OF_ANOTHER_VERSION = 'PERSISTED_QUERY_NOT_FOUND';

/** Shows an error, and offers to retry. */
export function Failure({ error, retry }: { readonly error: Error; readonly retry?: () => unknown }) {
  if (error instanceof RequestError && error.code === OF_ANOTHER_VERSION) return <Outdated />;
  const requestId = error instanceof RequestError ? error.requestId : null;
  return (
    <div className="alert alert-danger m-3" role="alert">
      <p className="mb-2">{error.message}</p>
      {requestId && <p className="small mb-2">The server’s log has details under request {requestId}.</p>}
      {retry && (
        <button type="button" className="btn btn-sm btn-outline-danger" onClick={() => retry()}>
          Try again
        </button>
      )}
    </div>
  );
}

function Outdated() {
  return (
    <div className="alert alert-info m-3" role="alert">
      <p className="mb-2">The server has been updated since this page was opened.</p>
      <button type="button" className="btn btn-sm btn-outline-primary" onClick={() => location.reload()}>
        Reload the page
      </button>
    </div>
  );
}
