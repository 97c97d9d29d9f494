type Headers = Record<string, string | string[] | undefined>;

/** Request headers that reach an upstream besides the `anthropic-*` family. Everything else stays here. */
const FORWARDED_REQUEST = ['content-type', 'accept', 'user-agent', 'x-app'];
const FORWARDED_REQUEST_PREFIXES = ['anthropic-', 'x-stainless-', 'x-claude-code-'];

/**
 * The headers a client's request carries upstream. Credentials, cookies, hop-by-hop and network
 * headers never do; answers are asked for uncompressed, because their usage is read as they pass.
 */
export function toUpstreamHeaders(client: Headers): Record<string, string> {
  const forwarded: Record<string, string> = { 'accept-encoding': 'identity' };
  for (const name in client) {
    const value = client[name];
    if (typeof value !== 'string') continue;
    if (FORWARDED_REQUEST.includes(name) || startsWithAny(name, FORWARDED_REQUEST_PREFIXES)) {
      forwarded[name] = value;
    }
  }
  return forwarded;
}

/** Of a client's query only this is an upstream's business: older SDKs ask for beta features by it. */
export function toUpstreamQuery(url: string): string {
  return /[?&]beta=true(?:&|$)/u.test(url) ? '?beta=true' : '';
}

/**
 * Answer headers that are about the operator's account, the upstream's network or one hop, and so are
 * not the client's business. Our own request id and limit headers take their place.
 */
const WITHHELD_ANSWER = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'trailer',
  'proxy-authenticate',
  'set-cookie',
  'server',
  'date',
  'via',
  'alt-svc',
  'strict-transport-security',
  'content-security-policy',
  'x-powered-by',
  'x-request-id',
  'request-id',
  'anthropic-organization-id',
  'openai-organization',
  'openai-project',
  'x-should-retry',
  // What a browser would do to our own origin at an upstream's word.
  'clear-site-data',
  'link',
  'location',
  'nel',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'www-authenticate',
  'idempotent-replayed',
]);
const WITHHELD_ANSWER_PREFIXES = [
  'x-coinop-',
  'access-control-',
  'anthropic-ratelimit-',
  'x-ratelimit-',
  'cf-',
  'x-envoy-',
];

/** The headers of an upstream's answer that the client gets. */
export function toClientHeaders(upstream: Headers): Record<string, string | string[]> {
  const forwarded: Record<string, string | string[]> = {};
  for (const name in upstream) {
    const value = upstream[name];
    if (value === undefined || WITHHELD_ANSWER.has(name)) continue;
    if (!startsWithAny(name, WITHHELD_ANSWER_PREFIXES)) forwarded[name] = value;
  }
  return forwarded;
}

function startsWithAny(name: string, prefixes: readonly string[]): boolean {
  for (const prefix of prefixes) if (name.startsWith(prefix)) return true;
  return false;
}
