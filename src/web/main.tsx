import 'bootstrap/dist/css/bootstrap.min.css';
import './dashboard.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { RequestError } from '#src/web/client/graphql-client.ts';
import { ShellOperation } from '#src/web/gql/operations.ts';
import { App } from './app.tsx';
import { basePath } from './base-path.ts';

/** Whoever is refused as not signed in was signed in when the page was opened: the frame finds out and says so. */
function noticeEndOfSession(error: Error): void {
  if (error instanceof RequestError && error.code === 'UNAUTHENTICATED') {
    void queries.invalidateQueries({ queryKey: [ShellOperation.name] });
  }
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => queryKey[0] === ShellOperation.name || noticeEndOfSession(error),
  }),
  mutationCache: new MutationCache({ onError: noticeEndOfSession }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What the server refuses, it refuses again; what it cannot do now, it may do in a moment.
      retry: (failures, error) => !(error instanceof RequestError) && failures < 2,
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Router base={basePath()}>
        <App />
      </Router>
    </QueryClientProvider>
  </StrictMode>,
);
