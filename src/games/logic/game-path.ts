/** What a request on a game host asks for. */
export interface GamePath {
  /** The number in `/~v<n>/`; null when the path names no version. */
  version: number | null;
  /** Path within the version, without a leading slash; directories end in `index.html`. */
  file: string;
}

const VERSIONED = /^\/~v(\d{1,9})(\/.*)?$/su;
const PATH_CHARS_MAX = 2048;

/**
 * Reads the path of a URL. Decoded once, brought to NFC, and only ever compared with the names in a
 * manifest: nothing here reaches a file system, so `..` is just a name that no manifest has. Null for
 * what cannot be a name at all.
 */
export function parseGamePath(urlPath: string): GamePath | null {
  if (!urlPath.startsWith('/') || urlPath.length > PATH_CHARS_MAX) return null;
  const decoded = decodeOnce(urlPath);
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused
  if (decoded === null || /[\0-\x1F\x7F\\]/u.test(decoded)) return null;
  const match = VERSIONED.exec(decoded);
  const path = match === null ? decoded : (match[2] ?? '/');
  const file = path.slice(1);
  return {
    version: match === null ? null : Number(match[1]),
    file: file === '' || file.endsWith('/') ? `${file}index.html` : file,
  };
}

/**
 * The version a root-absolute request (`/assets/a.png`) belongs to: that of the page that asked, told by
 * its Referer (game pages send it within their own origin). Null when it does not say.
 */
export function versionOfReferer(referer: string | undefined, self: string): number | null {
  if (referer === undefined || !referer.startsWith(`${self}/`)) return null;
  return parseGamePath(referer.slice(self.length).replace(/[?#].*$/su, ''))?.version ?? null;
}

function decodeOnce(path: string): string | null {
  try {
    return decodeURIComponent(path).normalize('NFC');
  } catch {
    return null;
  }
}
