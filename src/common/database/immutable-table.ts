import type { QueryRunner } from 'typeorm';

/** For migrations: makes the database itself refuse to change or delete rows of a table. */
export async function immutableTable(runner: QueryRunner, table: string): Promise<void> {
  await guardTable(runner, { table, name: `${table}_no_update`, event: 'UPDATE' });
  await guardTable(runner, { table, name: `${table}_no_delete`, event: 'DELETE' });
}

export interface TableGuard {
  table: string;
  /** Unique among the triggers of the database. */
  name: string;
  event: 'UPDATE' | 'DELETE';
  /** SQL over `OLD` and `NEW`; only rows for which it holds are refused. All, when left out. */
  when?: string;
}

/** For migrations: a trigger that refuses an event on a table's rows. */
export async function guardTable(runner: QueryRunner, guard: TableGuard): Promise<void> {
  const { table, name, event } = guard;
  const when = guard.when === undefined ? '' : `WHEN (${guard.when})`;
  const message = `${table}: ${event.toLowerCase()} refused by ${name}`;
  if (runner.connection.options.type === 'sqlite') {
    await runner.query(
      `CREATE TRIGGER ${name} BEFORE ${event} ON ${table} ${when} BEGIN SELECT RAISE(ABORT, '${message}'); END`,
    );
    return;
  }
  await runner.query(
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${message}' USING ERRCODE = 'integrity_constraint_violation'; END $$`,
  );
  await runner.query(
    `CREATE TRIGGER ${name} BEFORE ${event} ON ${table} FOR EACH ROW ${when} EXECUTE FUNCTION ${name}()`,
  );
}

/** The expression of a CHECK that keeps fractions and text out of whole-number columns; null may pass. */
export function wholeNumbers(runner: QueryRunner, columns: readonly string[]): string {
  // PostgreSQL's bigint holds nothing else; SQLite stores what it is given unless told otherwise.
  if (runner.connection.options.type !== 'sqlite') return 'TRUE';
  return columns.map((column) => `typeof(${column}) IN ('integer', 'null')`).join(' AND ');
}

/** The column type for bytes. */
export function bytesType(runner: QueryRunner): 'blob' | 'bytea' {
  return runner.connection.options.type === 'sqlite' ? 'blob' : 'bytea';
}
