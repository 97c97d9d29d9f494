import { join } from 'node:path';
import { closeSqlite, execSqlite, openSqlite } from './sqlite-driver';

/** Another process works on this data directory. */
export class DataDirBusyError extends Error {
  constructor(dataDir: string) {
    super(
      `Another coinop process is using ${dataDir}. SQLite serves one process: stop the other one, or give this one a DATA_DIR of its own, or set DATABASE_URL to a PostgreSQL server.`,
    );
    this.name = 'DataDirBusyError';
  }
}

/**
 * Takes the data directory for this process. The lock is SQLite's own file lock on an empty database,
 * so the kernel gives it back however the process ends, and no stale file can keep anyone out.
 * Returns the function that lets go.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const connection = await openSqlite(join(dataDir, 'lock.db'));
  try {
    await execSqlite(
      connection,
      'PRAGMA busy_timeout=200; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;',
    );
  } catch (error) {
    await closeSqlite(connection);
    if ((error as { code?: string }).code === 'SQLITE_BUSY') throw new DataDirBusyError(dataDir);
    throw error;
  }
  return () => closeSqlite(connection);
}
