import 'bootstrap/dist/css/bootstrap.min.css';
import './dashboard.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { RequestError } from '#src/web/client/graphql-client.ts';
import { ShellOperation } from '#src/web/gql/operations.ts';
import { App } from './app.tsx';
import { viewsPath } from './organization.ts';

/** UNAUTHENTICATED means that the session has ended. Refetching the shell makes the frame show that. */
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
      // An error answered by the server would be answered again; a lost connection may return.
      retry: (failures, error) => !(error instanceof RequestError) && failures < 2,
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Router base={viewsPath()}>
        <App />
      </Router>
    </QueryClientProvider>
  </StrictMode>,
);
