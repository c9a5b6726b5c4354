import { basePath } from '#src/web/base-path.ts';

/** Where signing in begins, and leads back here. */
function signInAddress(): string {
  return `${basePath()}/auth/login?return_to=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Takes the place of the dashboard while nobody is signed in. */
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

/** Says that the session has ended; what is shown and what is being typed stays until the viewer goes to sign in. */
export function SessionEndedNotice() {
  return (
    <div role="alert" className="connection-notice d-print-none">
      Your session has ended: what is shown is no longer renewed, and nothing can be saved.{' '}
      <a href={signInAddress()}>Sign in</a>
    </div>
  );
}
