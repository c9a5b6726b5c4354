import { RequestError } from './graphql-client.ts';

/** Takes the place of what is being loaded. */
export function Loading({ label }: { readonly label: string }) {
  return (
    <div className="d-flex align-items-center justify-content-center gap-3 py-5 text-body-secondary" role="status">
      <span className="spinner-border spinner-border-sm" aria-hidden="true" />
      {label} …
    </div>
  );
}

/** Says what could not be had, and offers to try again. */
export function Failure({ error, retry }: { readonly error: Error; readonly retry?: () => unknown }) {
  const requestId = error instanceof RequestError ? error.requestId : null;
  return (
    <div className="alert alert-danger m-3" role="alert">
      <p className="mb-2">{error.message}</p>
      {requestId && <p className="small mb-2">The log has more under request {requestId}.</p>}
      {retry && (
        <button type="button" className="btn btn-sm btn-outline-danger" onClick={() => retry()}>
          Try again
        </button>
      )}
    </div>
  );
}
