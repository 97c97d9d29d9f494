/**
 * Addresses that must be asked of the server: pages of its own, and the play page, whose policy names
 * the one game it may frame. A link inside the app would keep the policy of the page before.
 */
const SERVER_PAGES = /^\/(graphql|docs|games|play)(\/|$|\?)/u;

/** Where to go after log-in. Only paths on this server: "//evil.example" and "https:…" become "/". */
export function safeReturnPath(wanted: string | null): string {
  if (wanted === null || !wanted.startsWith('/') || /^\/[/\\]/u.test(wanted)) return '/';
  return wanted.startsWith('/login') ? '/' : wanted;
}

export const isServerPage = (path: string): boolean => SERVER_PAGES.test(path);

export const loginPath = (from: string): string =>
  from === '/' ? '/login' : `/login?next=${encodeURIComponent(from)}`;

/** For a plain link, see above. */
export const playPath = (gameId: string): string => `/play/${encodeURIComponent(gameId)}`;
