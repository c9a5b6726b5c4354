import { basePath } from '#src/web/base-path.ts';
import { useShell } from '#src/web/shell.ts';
import { ROLE_NAMES } from './role.ts';

/** Who looks, what they may do, and signing out; in local mode the banner says it all. */
export function ViewerMenu() {
  const { name, roles, isLocal } = useShell().viewer;
  if (isLocal) return null;
  return (
    <>
      <span className="navbar-text small">
        {name} ({roles.map((role) => ROLE_NAMES[role]).join(', ') || 'no role'})
      </span>
      <form method="post" action={`${basePath()}/auth/logout`}>
        <button type="submit" className="btn btn-sm btn-outline-secondary">
          Sign out
        </button>
      </form>
    </>
  );
}
