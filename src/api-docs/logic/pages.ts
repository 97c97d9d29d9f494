import type { RegisteredError } from '../../common/errors/define-errors';

/** Everything from this server; Swagger UI writes styles into its elements. */
export const DOCS_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const START_SCRIPT = `window.ui = SwaggerUIBundle({
  url: '/docs-json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
});
`;

const head = (title: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${title}</title>`;

export const DOCS_PAGE = `${head('Coinop API')}<link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>
`;

/** Where the `type` of a problem points to. Titles and codes are ours, without markup. */
export function errorsPage(errors: readonly RegisteredError[]): string {
  const rows = errors.map(
    ({ code, status, title, retryable }) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td><td>${retryable ? 'yes' : 'no'}</td></tr>`,
  );
  return `${head('Coinop errors')}</head><body><h1>Errors</h1><table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th><th>Can the same request succeed later?</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></body></html>
`;
}
