import { describe, expect, it } from 'vitest';
import { isPermitted, PERMISSIONS, type Permission, requirePermission } from '#src/auth/permissions.ts';
import { LOCAL_VIEWER, NOBODY, operatorViewer, ROLES, type Role, SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { keyViewer } from './viewers.ts';

/** What each role may do beyond the one before it, as issue 5 says. */
const ADDED: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['metrics:read'],
  editor: ['metrics:write', 'thresholds:write', 'findings:acknowledge', 'periods:present'],
  admin: [
    'collection:run',
    'collection:schedule',
    'periods:close',
    'books:manage',
    'settings:manage',
    'people:manage',
    'keys:manage',
    'audit:read',
    'audit:prune',
    'backups:make',
    'notifications:send',
    'organization:edit',
    'benchmarks:manage',
    'benchmarks:compute',
  ],
};
const ALL = Object.keys(PERMISSIONS) as Permission[];

describe('the permission table', () => {
  it.each(ROLES)('lets a(n) %s do what its role and those below it may, and nothing else', (role) => {
    const expected = ROLES.slice(0, ROLES.indexOf(role) + 1).flatMap((each) => ADDED[each]);
    const permitted = ALL.filter((permission) => isPermitted(keyViewer(role), permission));
    expect(permitted.sort()).toEqual([...expected].sort());
  });

  it('counts the highest of several roles', () => {
    const refused = ALL.filter((permission) => !isPermitted(keyViewer('viewer', 'admin'), permission));
    expect(refused).toEqual(['organizations:manage', 'benchmarks:operate']);
  });

  it('lets the command line and whoever is local do everything, and the schedule all but manage organizations', () => {
    for (const viewer of [operatorViewer('ann'), LOCAL_VIEWER]) {
      expect(ALL.filter((permission) => !isPermitted(viewer, permission))).toEqual([]);
    }
    expect(ALL.filter((permission) => !isPermitted(SCHEDULE_VIEWER, permission))).toEqual([
      'organizations:manage',
      'benchmarks:operate',
    ]);
  });

  it('lets operators give memberships and manage organizations, and nothing else', () => {
    const operator = { roles: [], isOperator: true };
    expect(ALL.filter((permission) => isPermitted(operator, permission))).toEqual([
      'people:manage',
      'organization:edit',
      'organizations:manage',
      'benchmarks:operate',
    ]);
  });

  it('asks nobody to sign in, and tells somebody which role it takes', () => {
    expect(() => requirePermission(NOBODY, 'metrics:read')).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
    expect(() => requirePermission(keyViewer(), 'metrics:read')).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    );
    expect(() => requirePermission(keyViewer('editor'), 'periods:close')).toThrow('This needs the role admin');
  });
});
