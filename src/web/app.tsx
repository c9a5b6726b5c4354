import { FloatingDelayGroup } from '@floating-ui/react';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { ShellOperation } from './gql/operations.ts';
import { LocalModeBanner } from './local-mode-banner.tsx';
import { Navigation } from './navigation.tsx';
import { Failure, Loading } from './query-states.tsx';
import { ReviewPage } from './review/review-page.tsx';
import { ShellContext } from './shell.ts';
import { useOperation } from './use-operation.ts';

const SheetPage = lazy(async () => ({ default: (await import('./sheet/sheet-page.tsx')).SheetPage }));
const TrendsPage = lazy(async () => ({ default: (await import('./trends/trends-page.tsx')).TrendsPage }));
const QualityPage = lazy(async () => ({ default: (await import('./quality/quality-page.tsx')).QualityPage }));
const SettingsPage = lazy(async () => ({ default: (await import('./settings/settings-page.tsx')).SettingsPage }));

/** The frame of every view: who is here, which company, and the view that the address names. */
export function App() {
  const { data, error, refetch } = useOperation(ShellOperation, {});
  if (error && !data) return <Failure error={error} retry={refetch} />;
  if (!data) return <Loading label="Opening the business review" />;
  return (
    <ShellContext value={data}>
      <a className="visually-hidden-focusable" href="#content">
        Skip to the content
      </a>
      {data.viewer.isLocal && <LocalModeBanner />}
      <Navigation />
      <main id="content" className="container-xxl py-3" tabIndex={-1}>
        <FloatingDelayGroup delay={0}>
          <Suspense fallback={<Loading label="Loading" />}>
            <Switch>
              <Route path="/" component={ReviewPage} />
              <Route path="/sheet" component={SheetPage} />
              <Route path="/trends" component={TrendsPage} />
              <Route path="/quality" component={QualityPage} />
              <Route path="/settings" component={SettingsPage} />
              <Route>There is no such view.</Route>
            </Switch>
          </Suspense>
        </FloatingDelayGroup>
      </main>
    </ShellContext>
  );
}
