import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ShellQuery } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { OrganizationSwitch } from './organization-switch.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { useDocumentTitle } from './use-document-title.ts';
import { ViewerMenu } from './viewer-menu.tsx';

const VIEWS = [
  { path: '/', label: 'Review' },
  { path: '/sheet', label: 'Sheet' },
  { path: '/trends', label: 'Trends' },
  { path: '/books', label: 'Books' },
  { path: '/import', label: 'Import' },
  { path: '/quality', label: 'Data quality' },
  { path: '/settings', label: 'Settings' },
] as const;

/** Where operators manage the organizations. */
export const OPERATORS_PATH = '/organizations';

/** Whether an address belongs to a view or to a section of it. */
function isWithin(location: string, path: string): boolean {
  return location === path || (path !== '/' && location.startsWith(`${path}/`));
}

const OPERATORS_VIEW = { path: OPERATORS_PATH, label: 'Organizations' } as const;

/** Whether there is something to operate: in local mode everybody is an operator, mostly of one organization. */
function isOperating({ isOperator, isLocal, memberships }: ShellQuery['viewer']): boolean {
  return isOperator && !(isLocal && memberships.length === 1);
}

/** The bar at the top: the organization, the views, the viewer. */
export function Navigation() {
  const { organization, viewer } = useShell();
  const offered = [...(organization ? VIEWS : []), ...(isOperating(viewer) ? [OPERATORS_VIEW] : [])];
  const [isOpen, setOpen] = useState(false);
  const [location] = useLocation();
  const view = offered.find(({ path }) => isWithin(location, path));
  useDocumentTitle([view?.label ?? 'Business review', organization?.name ?? 'Business review']);
  return (
    <nav className="navbar navbar-expand-lg bg-body-tertiary border-bottom d-print-none" aria-label="Views">
      <div className="container-xxl">
        <Link className="navbar-brand fs-6 fw-semibold" href="/">
          {organization?.name ?? 'Business review'}
        </Link>
        <button
          type="button"
          className="navbar-toggler"
          aria-controls="views"
          aria-expanded={isOpen}
          aria-label="Views"
          onClick={() => setOpen(!isOpen)}
        >
          <span className="navbar-toggler-icon" />
        </button>
        <div className={`navbar-collapse collapse ${isOpen ? 'show' : ''}`} id="views">
          <ul className="navbar-nav me-auto">
            {offered.map(({ path, label }) => (
              <li className="nav-item" key={path}>
                <Link
                  className={`nav-link ${isWithin(location, path) ? 'active' : ''}`}
                  href={path}
                  aria-current={location === path ? 'page' : isWithin(location, path) ? 'true' : undefined}
                  onClick={() => setOpen(false)}
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
          <div className="viewer-menu">
            <OrganizationSwitch />
            <ViewerMenu />
            <ThemeSwitch />
          </div>
        </div>
      </div>
    </nav>
  );
}
