const NAME = 'coinop_session';

/**
 * `__Host-` ties a cookie to exactly this host, but needs `Secure`, and some browsers do not keep
 * secure cookies of plain http, not even on localhost. So the scheme decides.
 */
export function cookieName(isHttps: boolean): string {
  return isHttps ? `__Host-${NAME}` : NAME;
}

/** Renders Set-Cookie; a null value takes the cookie away. */
export function renderCookie(isHttps: boolean, value: string | null, maxAgeMs: number): string {
  const maxAge = value === null ? 0 : Math.floor(maxAgeMs / 1000);
  const parts = [
    `${cookieName(isHttps)}=${value ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${maxAge}`,
  ];
  if (isHttps) parts.push('Secure');
  return parts.join('; ');
}

/** The cookie's value in a Cookie header; undefined when it is not there, or there twice (tossed by a neighbour). */
export function readCookie(header: string | undefined, isHttps: boolean): string | undefined {
  if (header === undefined) return undefined;
  const start = `${cookieName(isHttps)}=`;
  if (!header.includes(start)) return undefined;
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start))
    .map((pair) => pair.slice(start.length));
  return values.length === 1 && values[0] !== '' ? values[0] : undefined;
}
