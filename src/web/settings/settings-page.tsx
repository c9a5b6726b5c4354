import './settings.css';
import { Suspense } from 'react';
import { Link, useLocation } from 'wouter';
import { Loading } from '#src/web/controls/query-states.tsx';
import { ErrorBoundary } from '#src/web/frame/error-boundary.tsx';
import { useDocumentTitle } from '#src/web/frame/use-document-title.ts';
import { useIsAdmin, useShell } from '#src/web/shell.ts';
import { SETTINGS_SECTIONS, type SettingsSection } from './settings-sections.ts';

/** The settings, one section at a time, with navigation among those that the viewer may see. */
export function SettingsPage() {
  const isAdmin = useIsAdmin();
  const [location] = useLocation();
  const section = SETTINGS_SECTIONS.find(({ path }) => path === location);
  const offered = SETTINGS_SECTIONS.filter(({ isForAdmins }) => isAdmin || !isForAdmins);
  return (
    <>
      <h1 className="mb-3">Settings</h1>
      {offered.length > 1 && <SectionNavigation offered={offered} location={location} />}
      {section ? (
        <Section key={section.path} section={section} isNamed={offered.length > 1} />
      ) : (
        <p>Section not found.</p>
      )}
    </>
  );
}

interface SectionNavigationProps {
  readonly offered: readonly SettingsSection[];
  readonly location: string;
}

function SectionNavigation({ offered, location }: SectionNavigationProps) {
  return (
    <nav className="settings-navigation" aria-label="Settings">
      <ul className="nav nav-underline">
        {offered.map(({ path, label }) => (
          <li className="nav-item" key={path}>
            <Link
              className={`nav-link ${location === path ? 'active' : ''}`}
              href={path}
              aria-current={location === path ? 'page' : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface SectionProps {
  readonly section: SettingsSection;
  /** Whether the navigation above names it. */
  readonly isNamed: boolean;
}

function Section({ section: { label, isForAdmins, component: Content }, isNamed }: SectionProps) {
  const isAdmin = useIsAdmin();
  const { organization } = useShell();
  useDocumentTitle([label, 'Settings', organization?.name ?? 'Business review']);
  return (
    <section aria-labelledby="settings-section">
      <h2 className={isNamed ? 'visually-hidden' : 'h5 mb-1'} id="settings-section">
        {label}
      </h2>
      <ErrorBoundary>
        {isForAdmins && !isAdmin ? (
          <p className="settings-lead">Only admins can see this section. Ask one of them if you need it.</p>
        ) : (
          <Suspense fallback={<Loading label={`Loading ${label}`} />}>
            <Content />
          </Suspense>
        )}
      </ErrorBoundary>
    </section>
  );
}
