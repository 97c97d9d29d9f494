/** What decides whether a cookie may speak for its owner on this request. Header values as received. */
export interface OriginFacts {
  method: string;
  host: string | undefined;
  origin: string | undefined;
  secFetchSite: string | undefined;
  contentType: string | undefined;
  /** The header `x-coinop-csrf: 1`, which no form and no simple request can carry. */
  hasCsrfHeader: boolean;
  /** Origin of PUBLIC_URL; null when people use whatever host the server listens on. */
  publicOrigin: string | null;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const HOST = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/u;

/**
 * Why the session cookie must be ignored, or null when it counts. SameSite is no boundary (some
 * browsers send Lax and Strict cookies from frames of other origins), so the origin is checked here:
 * - a request that changes something must say our own origin, and be one that a form cannot send;
 * - a safe one may leave it out, but must not come from another site;
 * - `null` is the origin of sandboxed frames, where games run: never.
 */
export function cookieFault(facts: OriginFacts): string | null {
  const isSafe = SAFE_METHODS.has(facts.method);
  if (facts.origin === undefined) {
    if (!isSafe) {
      return 'With the session cookie this needs an Origin header. Programs should send a JWT or an API key instead.';
    }
  } else if (!isOwnOrigin(facts.origin, facts)) {
    return facts.publicOrigin === null
      ? 'The session cookie counts only on pages of this server.'
      : `The session cookie counts only on pages of ${facts.publicOrigin}.`;
  }
  if (isSafe) {
    const site = facts.secFetchSite ?? 'none';
    return site === 'same-origin' || site === 'none'
      ? null
      : 'The session cookie counts only on requests from pages of this server.';
  }
  if (facts.method === 'POST' && !facts.hasCsrfHeader && !isJson(facts.contentType)) {
    return 'With the session cookie send the body as application/json, or add the header x-coinop-csrf: 1.';
  }
  return null;
}

/** Is this Origin header the platform's own? Without PUBLIC_URL that is the host that was asked. */
export function isOwnOrigin(
  origin: string,
  facts: Pick<OriginFacts, 'host' | 'publicOrigin'>,
): boolean {
  if (facts.publicOrigin !== null) return origin === facts.publicOrigin;
  const host = facts.host?.toLowerCase();
  if (host === undefined || !HOST.test(host)) return false;
  // A proxy in front may speak https although we hear http: the host alone decides.
  return origin === `http://${host}` || origin === `https://${host}`;
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/iu.test(contentType ?? '');
}
