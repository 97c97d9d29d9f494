import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './playground.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { loginPath } from '../lib/paths';
import { CSRF_HEADER } from '../lib/rest';
import { FIRST_QUERY } from './first-query';

/** The session cookie goes along by itself; whoever has none is sent to log in and comes back. */
const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  headers: CSRF_HEADER,
  fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
    const response = await fetch(input, init);
    if (response.status === 401) location.assign(loginPath('/graphql'));
    return response;
  },
});

createRoot(document.getElementById('root')!).render(
  <GraphiQL fetcher={fetcher} defaultQuery={FIRST_QUERY}>
    <GraphiQL.Logo>
      <a href="/" className="back">
        Coinop
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
