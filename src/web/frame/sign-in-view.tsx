import { basePath } from '#src/web/base-path.ts';

/** The address that starts the sign-in and returns here. */
function signInAddress(): string {
  return `${basePath()}/auth/login?return_to=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Shown instead of the dashboard while the viewer is unauthenticated. */
export function SignInView() {
  return (
    <main className="sign-in">
      <h1>Business review</h1>
      <p>You are not signed in, or your session has ended.</p>
      <a className="btn btn-primary" href={signInAddress()}>
        Sign in
      </a>
    </main>
  );
}

/** Announces the end of the session. The displayed data and unsaved input stay until the viewer signs in. */
export function SessionEndedNotice() {
  return (
    <div role="alert" className="connection-notice d-print-none">
      Your session has ended: this page is no longer updated, and changes cannot be saved.{' '}
      <a href={signInAddress()}>Sign in</a>
    </div>
  );
}
