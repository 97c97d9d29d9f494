import { join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import type { Config } from '../config/config';
import { SnakeNaming } from './snake-naming';
import { quietSqlite3 } from './sqlite-driver';

/** The file that holds everything of a SQLite installation except game files. */
export function sqlitePath(config: Config): string {
  return join(config.dataDir, 'coinop.db');
}

const root = join(__dirname, '..', '..');

/**
 * Options for TypeORM on either database. Entities and migrations are found by file name, so that
 * this floor knows no module. `synchronize` is never on: the schema is what the migrations say.
 */
export function dataSourceOptions(config: Config): DataSourceOptions {
  const shared: Pick<
    DataSourceOptions,
    | 'entities'
    | 'migrations'
    | 'migrationsTableName'
    | 'migrationsTransactionMode'
    | 'synchronize'
    | 'namingStrategy'
    | 'logging'
  > = {
    entities: [join(root, '**', '*.entity.{js,ts}')],
    migrations: [join(root, 'migrations', '*.{js,ts}')],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    namingStrategy: new SnakeNaming(),
    logging: false,
  };
  if (config.env.DATABASE_URL !== undefined) {
    return { ...shared, type: 'postgres', url: config.env.DATABASE_URL, poolSize: 10 };
  }
  return {
    ...shared,
    type: 'sqlite',
    driver: quietSqlite3(),
    database: sqlitePath(config),
    enableWAL: true,
    busyTimeout: 5000,
  };
}
