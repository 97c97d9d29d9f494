export type Dialect = 'sqlite' | 'postgres';

/**
 * Raw prepared statements inside one transaction, for the few places where an entity manager costs
 * more than the work itself. Parameters are written `$1`, `$2` in order of appearance, which both
 * databases understand. Each text is prepared once per connection, so texts must be constant.
 */
export interface Statements {
  readonly dialect: Dialect;
  all<R>(sql: string, parameters?: readonly unknown[]): Promise<R[]>;
  /** Resolves to the number of rows written. */
  run(sql: string, parameters?: readonly unknown[]): Promise<number>;
}

export type JsonColumns = Readonly<Record<string, 'text' | 'integer' | 'boolean'>>;

/**
 * A sub-select that turns one JSON parameter, an array of arrays, into rows with these columns. This
 * is how one statement writes a whole batch whatever its size, and stays the same prepared text.
 */
export function jsonRows(dialect: Dialect, parameter: string, columns: JsonColumns): string {
  const cast = { text: '', integer: '::bigint', boolean: '::boolean' } as const;
  const fields = Object.entries(columns).map(([name, type], at) =>
    dialect === 'sqlite' ? `value->>${at} AS ${name}` : `(value->>${at})${cast[type]} AS ${name}`,
  );
  const source =
    dialect === 'sqlite'
      ? `json_each(${parameter})`
      : `jsonb_array_elements(${parameter}::jsonb) AS each_row(value)`;
  return `(SELECT ${fields.join(', ')} FROM ${source})`;
}

/** Commits when `work` resolves, rolls back when anything fails. Throws the first error. */
export async function inTransaction<S extends Statements, T>(
  statements: S,
  begin: 'BEGIN' | 'BEGIN IMMEDIATE',
  work: (statements: S) => Promise<T>,
): Promise<T> {
  await statements.run(begin);
  try {
    const result = await work(statements);
    await statements.run('COMMIT');
    return result;
  } catch (error) {
    // SQLite has rolled back by itself after some errors (disk full): then there is nothing to undo.
    await statements.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
