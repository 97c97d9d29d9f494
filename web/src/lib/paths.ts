/** Addresses of pages that the server answers itself: a link to them leaves the app. */
const SERVER_PAGES = /^\/(graphql|docs|games)(\/|$|\?)/u;

/** Where to go after log-in. Only paths on this server: "//evil.example" and "https:…" become "/". */
export function safeReturnPath(wanted: string | null): string {
  if (wanted === null || !wanted.startsWith('/') || /^\/[/\\]/u.test(wanted)) return '/';
  return wanted.startsWith('/login') ? '/' : wanted;
}

export const isServerPage = (path: string): boolean => SERVER_PAGES.test(path);

export const loginPath = (from: string): string =>
  from === '/' ? '/login' : `/login?next=${encodeURIComponent(from)}`;
