import 'bootstrap/dist/css/bootstrap.min.css';
import './dashboard.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { RequestError } from './graphql-client.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What the server refuses, it refuses again; what it cannot do now, it may do in a moment.
      retry: (failures, error) => !(error instanceof RequestError) && failures < 3,
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
