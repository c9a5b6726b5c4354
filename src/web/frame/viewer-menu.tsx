import { basePath } from '#src/web/base-path.ts';
import { useRole, useShell } from '#src/web/shell.ts';
import { ROLE_NAMES } from './role.ts';

/** The viewer's name and role, and the sign-out button; absent in local mode. */
export function ViewerMenu() {
  const { name, isLocal, isOperator } = useShell().viewer;
  const role = useRole();
  if (isLocal) return null;
  return (
    <>
      <span className="navbar-text small">
        {name} ({role ? ROLE_NAMES[role] : isOperator ? 'operator' : 'no role'})
      </span>
      <form method="post" action={`${basePath()}/auth/logout`}>
        <button type="submit" className="btn btn-sm btn-outline-secondary">
          Sign out
        </button>
      </form>
    </>
  );
}
