import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useShell } from './shell.ts';
import { ThemeSwitch } from './theme-switch.tsx';

const VIEWS = [
  { path: '/', label: 'Review' },
  { path: '/sheet', label: 'Sheet' },
  { path: '/trends', label: 'Trends' },
  { path: '/quality', label: 'Data quality' },
  { path: '/settings', label: 'Settings' },
] as const;

/** The bar at the top: the company, the views, who is here. */
export function Navigation() {
  const { organization, viewer } = useShell();
  const [isOpen, setOpen] = useState(false);
  const [location] = useLocation();
  return (
    <nav className="navbar navbar-expand-md bg-body-tertiary border-bottom d-print-none" aria-label="Views">
      <div className="container-xxl">
        <Link className="navbar-brand fw-semibold" href="/">
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
            {VIEWS.map(({ path, label }) => (
              <li className="nav-item" key={path}>
                <Link
                  className={`nav-link ${location === path ? 'active' : ''}`}
                  href={path}
                  aria-current={location === path ? 'page' : undefined}
                  onClick={() => setOpen(false)}
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
          <span className="navbar-text small me-3">{viewer.name}</span>
          <ThemeSwitch />
        </div>
      </div>
    </nav>
  );
}
