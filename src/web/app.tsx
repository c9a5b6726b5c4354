import { FloatingDelayGroup } from '@floating-ui/react';
import { lazy, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { RequestError } from '#src/web/client/graphql-client.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { ConnectionNotice } from '#src/web/frame/connection-notice.tsx';
import { ErrorBoundary } from '#src/web/frame/error-boundary.tsx';
import { Navigation, OPERATORS_PATH } from '#src/web/frame/navigation.tsx';
import { SessionEndedNotice, SignInView } from '#src/web/frame/sign-in-view.tsx';
import { UnknownOrganization } from '#src/web/frame/unknown-organization.tsx';
import { useShellQuery } from '#src/web/frame/use-shell-query.ts';
import { ReviewPage } from '#src/web/review/review-page.tsx';
import { ShellContext } from './shell.ts';

const SheetPage = lazy(async () => ({ default: (await import('#src/web/sheet/sheet-page.tsx')).SheetPage }));
const TrendsPage = lazy(async () => ({ default: (await import('#src/web/trends/trends-page.tsx')).TrendsPage }));
const QualityPage = lazy(async () => ({ default: (await import('#src/web/quality/quality-page.tsx')).QualityPage }));
const ValidationPage = lazy(async () => ({
  default: (await import('#src/web/quality/validation-page.tsx')).ValidationPage,
}));
const PresentationPage = lazy(async () => ({
  default: (await import('#src/web/presentation/presentation-page.tsx')).PresentationPage,
}));
const BooksPage = lazy(async () => ({ default: (await import('#src/web/books/books-page.tsx')).BooksPage }));
const ImportPage = lazy(async () => ({ default: (await import('#src/web/import/import-page.tsx')).ImportPage }));
const OrganizationsPage = lazy(async () => ({
  default: (await import('#src/web/organizations/organizations-page.tsx')).OrganizationsPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('#src/web/settings/settings-page.tsx')).SettingsPage,
}));

/** The frame of all views: the viewer, the organization, and the view that the address names. */
export function App() {
  const { shell: data, error, refetch } = useShellQuery();
  const [location] = useLocation();
  const isSignedOut = error instanceof RequestError && error.code === 'UNAUTHENTICATED';
  if (isSignedOut && !data) return <SignInView />;
  if (error && !data) return <Failure error={error} retry={refetch} />;
  if (!data) return <Loading label="Opening the business review" />;
  // Operators may belong to no organization.
  const isOperating = data.viewer.isOperator && location === OPERATORS_PATH;
  if (!data.organization && !isOperating) return <UnknownOrganization viewer={data.viewer} />;
  return (
    <ShellContext value={data}>
      <a className="skip-link visually-hidden-focusable" href="#content">
        Skip to the content
      </a>
      {data.viewer.isLocal && <LocalModeBanner />}
      <Navigation />
      {isSignedOut && <SessionEndedNotice />}
      {data.organization?.archivedAt && <ArchivedNotice />}
      <ConnectionNotice />
      <main id="content" className="container-xxl py-3" tabIndex={-1}>
        <FloatingDelayGroup delay={0}>
          {/* Keyed by view, so that the sections of a view keep their state and the focus. */}
          <ErrorBoundary key={location.split('/')[1]}>
            <Suspense fallback={<Loading label="Loading" />}>
              <Switch>
                <Route path="/" component={ReviewPage} />
                <Route path="/presentation" component={PresentationPage} />
                <Route path="/sheet" component={SheetPage} />
                <Route path="/trends" component={TrendsPage} />
                <Route path="/books" component={BooksPage} />
                <Route path="/import" component={ImportPage} />
                <Route path="/quality" component={QualityPage} />
                <Route path="/quality/validation" component={ValidationPage} />
                <Route path="/settings/:section?" component={SettingsPage} />
                <Route path={OPERATORS_PATH} component={OrganizationsPage} />
                <Route>
                  <h1>Page not found</h1>
                </Route>
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </FloatingDelayGroup>
      </main>
    </ShellContext>
  );
}

/** An archived organization is only read. */
function ArchivedNotice() {
  return (
    <div className="text-bg-secondary text-center small px-3 py-1 d-print-none" role="status">
      This organization is archived: nothing is collected or changed any more.
    </div>
  );
}

/** Local mode is for trying the program out: everyone who reaches it has all permissions. */
function LocalModeBanner() {
  return (
    <div className="local-mode-banner text-bg-warning text-center small px-3 py-1 d-print-none" role="status">
      Local mode: there is no sign-in, and everyone on this machine has all permissions.
    </div>
  );
}
