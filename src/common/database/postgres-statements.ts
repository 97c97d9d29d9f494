import type { PoolClient } from 'pg';
import type { Statements } from './statements';

const names = new Map<string, string>();

/** Prepared statements on one pooled PostgreSQL connection; the server keeps them by name. */
export class PostgresStatements implements Statements {
  readonly dialect = 'postgres';

  constructor(private readonly client: PoolClient) {}

  async all<R>(sql: string, parameters: readonly unknown[] = []): Promise<R[]> {
    return (await this.query(sql, parameters)).rows as R[];
  }

  async run(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    return (await this.query(sql, parameters)).rowCount ?? 0;
  }

  private query(sql: string, parameters: readonly unknown[]) {
    let name = names.get(sql);
    if (name === undefined) {
      name = `coinop_${names.size}`;
      names.set(sql, name);
    }
    return this.client.query({ name, text: sql, values: [...parameters] });
  }
}
