import { type Role, type Viewer, viewerIn } from '#src/auth/viewer.ts';
import type { OrganizationDirectory } from './directory.ts';

/** An organization that a viewer belongs to, and their role there. */
export interface Membership {
  readonly organizationId: number;
  readonly name: string;
  readonly slug: string;
  readonly isArchived: boolean;
  readonly role: Role;
}

/** The organizations that a viewer belongs to and that exist, by id; all of them for who acts in every organization. */
export function listMemberships(organizations: OrganizationDirectory, viewer: Viewer): Membership[] {
  return organizations.all().flatMap(({ id, name, slug, archivedAt }) => {
    const [role] = viewerIn(viewer, id).roles;
    return role ? [{ organizationId: id, name, slug, isArchived: archivedAt !== null, role }] : [];
  });
}
