const SQLITE_STORAGE = new Set([
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_NOTADB',
  'SQLITE_CORRUPT',
]);
const SYSTEM_STORAGE = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EROFS',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
]);
/** PostgreSQL classes: 08 connection, 53 resources (53100 disk full), 57 operator, 58 system. */
const POSTGRES_STORAGE = /^(08|53|57|58)[0-9A-Z]{3}$/u;

/**
 * The database cannot write now, whatever is written: disk full, a failing disk, a lost server. The
 * same write may succeed later. Whether it was stored is not certain after a failing fsync or a link
 * lost during the commit.
 */
export function isStorageError(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') {
    if (SQLITE_STORAGE.has(code) || SYSTEM_STORAGE.has(code) || POSTGRES_STORAGE.test(code)) {
      return true;
    }
  }
  // node-postgres gives no code when the connection ends under a query.
  return typeof message === 'string' && message.startsWith('Connection terminated');
}
