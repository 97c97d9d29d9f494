import sqlite3 from 'sqlite3';

/** Runs statements on a database file whose server is stopped: how tests let time pass, or break things. */
export function execSql(path: string, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path);
    database.exec(sql, (failed) => {
      database.close(() => (failed === null ? resolve() : reject(failed)));
    });
  });
}
