import 'graphiql/style.css';
import './graphiql.css';
import { GraphiQL, type GraphiQLProps } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { createFetcher } from './fetcher.ts';

const root = document.getElementById('root');
const settings = document.getElementById('settings');
if (!root || !settings) throw new Error('The page is incomplete');

// The page is served at the API's own address.
const url = window.location.pathname;
/** Written into the page by src/graphql/serving/graphiql-page.ts. */
const { defaultTabs } = JSON.parse(settings.textContent) as Required<Pick<GraphiQLProps, 'defaultTabs'>>;
createRoot(root).render(<GraphiQL fetcher={createFetcher(url)} defaultTabs={defaultTabs} />);
