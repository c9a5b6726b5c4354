import { basePath } from './base-path.ts';

/** The organization of an address that names none. */
export const FIRST_ORGANIZATION = 1;
const PREFIX = /^\/o\/([1-9]\d{0,8})(?=\/|$)/;

/** The organization that the page shows, from its address: `/o/7/sheet` is the sheet of organization 7. */
export function shownOrganization(): number {
  return Number(prefixOfPath()?.[1] ?? FIRST_ORGANIZATION);
}

/** The path below which the views of the shown organization are: base path and organization. */
export function viewsPath(): string {
  return basePath() + (prefixOfPath()?.[0] ?? '');
}

/** The address of an organization's review. */
export function reviewOf(organizationId: number): string {
  return organizationId === FIRST_ORGANIZATION ? `${basePath()}/` : `${basePath()}/o/${organizationId}/`;
}

/** The address of a file of the shown organization: `fileOf('/export/pack', { period: '2026-Q3' })`. */
export function fileOf(path: string, parameters: Readonly<Record<string, string>>): string {
  const id = shownOrganization();
  const organization = id === FIRST_ORGANIZATION ? undefined : { organization_id: String(id) };
  return `${basePath()}/api/qbr${path}?${new URLSearchParams({ ...parameters, ...organization })}`;
}

function prefixOfPath(): RegExpExecArray | null {
  return PREFIX.exec(location.pathname.slice(basePath().length));
}
