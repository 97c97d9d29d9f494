import type { Database as SqliteConnection, Statement } from 'sqlite3';
import type { Statements } from './statements';

/**
 * Prepared statements on one SQLite connection. Work runs on the driver's thread; each call costs one
 * hop there and back (10 to 15 microseconds of the main thread), so callers send few, large statements.
 */
export class SqliteStatements implements Statements {
  readonly dialect = 'sqlite';
  private readonly prepared = new Map<string, Statement>();

  constructor(private readonly connection: SqliteConnection) {}

  all<R>(sql: string, parameters: readonly unknown[] = []): Promise<R[]> {
    return new Promise((resolve, reject) => {
      this.prepare(sql).all<R>(parameters, (error, rows) =>
        error === null ? resolve(rows) : reject(error),
      );
    });
  }

  run(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    return new Promise((resolve, reject) => {
      this.prepare(sql).run(parameters, function (error) {
        if (error === null) resolve(this.changes);
        else reject(error);
      });
    });
  }

  /** Must be called before the connection is closed: SQLite keeps it open for its statements. */
  finalize(): void {
    for (const statement of this.prepared.values()) statement.finalize();
    this.prepared.clear();
  }

  private prepare(sql: string): Statement {
    const known = this.prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.connection.prepare(sql, (error: Error | null) => {
      if (error !== null) this.prepared.delete(sql);
    });
    this.prepared.set(sql, statement);
    return statement;
  }
}
