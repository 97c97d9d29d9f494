import type { PoolClient, QueryResult } from 'pg';
import {
  renderInputs,
  ScriptConflict,
  toParameter,
  type ScriptInput,
  type WriteScript,
  type WriteTurn,
} from './write-script';

interface PreparedStep {
  rows: string;
  sql: string;
  inputs: readonly string[];
  isExact: boolean;
}

const names = new Map<string, string>();
const scripts = new Map<WriteScript, PreparedStep[]>();

/** One transaction on one pooled connection: what was looked up is locked until the script commits. */
export class PostgresWriteTurn implements WriteTurn {
  readonly dialect = 'postgres';
  private isCommitted = false;

  private constructor(private readonly client: PoolClient) {}

  /** Rolls back when `work` fails or ends without a commit. */
  static async take<T>(client: PoolClient, work: (turn: WriteTurn) => Promise<T>): Promise<T> {
    const turn = new PostgresWriteTurn(client);
    await client.query('BEGIN');
    try {
      return await work(turn);
    } finally {
      if (!turn.isCommitted) await client.query('ROLLBACK').catch(() => undefined);
    }
  }

  async all<R>(sql: string, parameters: readonly unknown[]): Promise<R[]> {
    return (await this.query(sql, parameters)).rows as R[];
  }

  async run(sql: string, parameters: readonly unknown[]): Promise<void> {
    await this.query(sql, parameters);
  }

  async commit(script: WriteScript, inputs: Readonly<Record<string, ScriptInput>>): Promise<void> {
    for (const step of prepared(script)) {
      const rows = inputs[step.rows] as readonly unknown[];
      if (rows.length === 0) continue;
      const parameters = step.inputs.map((name) => toParameter(inputs[name]!));
      const { rowCount } = await this.query(step.sql, parameters);
      if (step.isExact && rowCount !== rows.length) throw new ScriptConflict(step.rows);
    }
    await this.client.query('COMMIT');
    this.isCommitted = true;
  }

  private query(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    let name = names.get(sql);
    if (name === undefined) {
      name = `coinop_${names.size}`;
      names.set(sql, name);
    }
    return this.client.query({ name, text: sql, values: [...parameters] });
  }
}

function prepared(script: WriteScript): PreparedStep[] {
  const known = scripts.get(script);
  if (known !== undefined) return known;
  const steps = script.steps.map((step) => {
    const inputs: string[] = [];
    const sql = renderInputs(step.sql, (name) => {
      if (!inputs.includes(name)) inputs.push(name);
      return `$${inputs.indexOf(name) + 1}`;
    });
    return { rows: step.rows, sql, inputs, isExact: step.isExact === true };
  });
  scripts.set(script, steps);
  return steps;
}
