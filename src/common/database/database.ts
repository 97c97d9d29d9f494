import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  DataSource,
  type EntityManager,
  type EntityTarget,
  type ObjectLiteral,
  type Repository,
} from 'typeorm';
import type { PoolClient } from 'pg';
import type { Database as SqliteConnection } from 'sqlite3';
import { Config } from '../config/config';
import { dataSourceOptions } from './data-source-options';
import { lockDataDir } from './data-dir-lock';
import { PostgresWriteTurn } from './postgres-write-turn';
import { SerialQueue } from './serial-queue';
import { allSqlite, closeSqlite, execSqlite, openSqlite } from './sqlite-driver';
import { hasWalResetFix, SqliteTooOldError } from './sqlite-version';
import { SqliteWriteTurn } from './sqlite-write-turn';
import type { Dialect, WriteTurn } from './write-script';

export type Query = <R>(sql: string) => Promise<R[]>;

/** How long a process may not know what another one changed. */
const SHARED_MEMORY_AGE_MS_MAX = 10_000;

/**
 * The one door to the database. Reads go through `read`; every write is in a `transaction`.
 *
 * TypeORM's SQLite drivers have one connection with one query runner: two transactions at a time would
 * nest into each other as savepoints, and a rollback of one would undo the other. So on SQLite all
 * writes run on a second connection, one after another, and begin with a write (a deferred BEGIN that
 * reads first fails with SQLITE_BUSY as soon as another connection has written). PostgreSQL uses its
 * pool as usual.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private sqliteTurn: SqliteWriteTurn | undefined;

  private constructor(
    private readonly reader: DataSource,
    private readonly writer: DataSource,
    readonly writeQueue: SerialQueue,
    private readonly unlock: () => Promise<void>,
  ) {}

  /** Locks the data directory (SQLite), connects, and brings the schema up to date. */
  static async open(config: Config): Promise<Database> {
    const isPostgres = config.env.DATABASE_URL !== undefined;
    const unlock = isPostgres ? async () => undefined : await lockDataDir(config.dataDir);
    try {
      const writer = await new DataSource(dataSourceOptions(config)).initialize();
      if (!isPostgres) await prepareWriter(writer);
      await migrate(writer);
      const reader = isPostgres
        ? writer
        : await new DataSource(dataSourceOptions(config)).initialize();
      return new Database(reader, writer, new SerialQueue(), unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  get dialect(): Dialect {
    return this.isPostgres ? 'postgres' : 'sqlite';
  }

  get isPostgres(): boolean {
    return this.writer.options.type === 'postgres';
  }

  /** For reading only; sees everything committed. */
  get read(): EntityManager {
    return this.reader.manager;
  }

  /** A repository for reading only. */
  reading<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    return this.reader.getRepository(entity);
  }

  /**
   * Long reading, in constant SQL. On SQLite on a connection of its own: statements of one connection wait
   * for each other, and while they wait they block the few threads of the driver.
   */
  async aside<T>(work: (query: Query) => Promise<T>): Promise<T> {
    if (this.isPostgres) return work((sql) => this.reader.query(sql));
    const connection = await openSqlite(this.reader.options.database as string);
    try {
      await execSqlite(connection, 'PRAGMA query_only=ON; PRAGMA busy_timeout=5000;');
      return await work((sql) => allSqlite(connection, sql, []));
    } finally {
      await closeSqlite(connection);
    }
  }

  /**
   * Runs `work` in one transaction: commits when it resolves, rolls back when it throws. On SQLite
   * transactions run one at a time, so keep them short and never wait for the network inside.
   */
  transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (this.isPostgres) return this.writer.transaction(work);
    return this.writeQueue.run(() =>
      this.writer.transaction(async (tx) => {
        await tx.query('UPDATE migrations SET id = id WHERE 0');
        return work(tx);
      }),
    );
  }

  /**
   * Like `transaction`, with raw prepared statements and a script instead of an entity manager: for the
   * ledger, whose every call pays for what stands here.
   */
  async turn<T>(work: (turn: WriteTurn) => Promise<T>): Promise<T> {
    if (!this.isPostgres) return this.writeQueue.run(() => work(this.writerTurn()));
    const runner = this.writer.createQueryRunner();
    try {
      return await PostgresWriteTurn.take((await runner.connect()) as PoolClient, work);
    } finally {
      await runner.release();
    }
  }

  /**
   * Other processes may share a PostgreSQL database: what is kept in memory is read again every ten
   * seconds. On SQLite this process is the only one, and nothing happens.
   */
  refreshOnPostgres(reload: () => Promise<void>): { stop(): void } | null {
    if (!this.isPostgres) return null;
    // What could not be read now is read ten seconds later.
    const timer = setInterval(() => void reload().catch(() => undefined), SHARED_MEMORY_AGE_MS_MAX);
    timer.unref();
    return { stop: () => clearInterval(timer) };
  }

  private writerTurn(): SqliteWriteTurn {
    const { databaseConnection } = this.writer.driver as unknown as {
      databaseConnection: SqliteConnection;
    };
    this.sqliteTurn ??= new SqliteWriteTurn(databaseConnection);
    return this.sqliteTurn;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.writeQueue.idle();
    this.sqliteTurn?.finalize();
    if (this.reader !== this.writer) await this.reader.destroy();
    await this.writer.destroy();
    await this.unlock();
  }
}

/** Any number that nobody else uses as an advisory lock in our database. */
const MIGRATION_LOCK = 7_216_031;

/** Processes that start together on a new PostgreSQL database would make each table twice: one goes first. */
async function migrate(writer: DataSource): Promise<void> {
  if (writer.options.type !== 'postgres') {
    await writer.runMigrations();
    return;
  }
  const runner = writer.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await writer.runMigrations();
  } finally {
    // A connection goes back to the pool with its locks.
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}

async function prepareWriter(writer: DataSource): Promise<void> {
  const [{ version }] = await writer.query<[{ version: string }]>(
    'SELECT sqlite_version() AS version',
  );
  if (!hasWalResetFix(version)) throw new SqliteTooOldError(version);
  await writer.query('PRAGMA synchronous=FULL');
  await writer.query('PRAGMA wal_autocheckpoint=2000');
  await writer.query('PRAGMA temp_store=MEMORY');
}
