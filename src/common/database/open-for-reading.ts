import { DataSource, type EntityManager } from 'typeorm';
import type { Config } from '../config/config';
import { DataDirBusyError, lockDataDir } from './data-dir-lock';
import { dataSourceOptions } from './data-source-options';
import type { Dialect } from './write-script';

export interface Reader {
  read: EntityManager;
  dialect: Dialect;
  /** A server works on this database now; on PostgreSQL it is not known and taken to be so. */
  isInUse: boolean;
  close(): Promise<void>;
}

/** For commands beside the server: reads whatever the server does, changes nothing, migrates nothing. */
export async function openForReading(config: Config): Promise<Reader> {
  const isPostgres = config.env.DATABASE_URL !== undefined;
  const isInUse = isPostgres || (await isLocked(config.dataDir));
  const source = await new DataSource(dataSourceOptions(config)).initialize();
  if (!isPostgres) await source.query('PRAGMA query_only=ON');
  return {
    read: source.manager,
    dialect: isPostgres ? 'postgres' : 'sqlite',
    isInUse,
    close: () => source.destroy(),
  };
}

async function isLocked(dataDir: string): Promise<boolean> {
  try {
    const unlock = await lockDataDir(dataDir);
    await unlock();
    return false;
  } catch (error) {
    if (error instanceof DataDirBusyError) return true;
    throw error;
  }
}
