import type { Database as SqliteConnection, Statement } from 'sqlite3';
import {
  renderInputs,
  ScriptConflict,
  toParameter,
  type ScriptInput,
  type WriteScript,
  type WriteTurn,
} from './write-script';

const CONFLICT = 'script conflict: ';

/**
 * Turns at writing on the one SQLite connection that may. The driver works on a thread of its own and
 * every statement costs a hop there and back, 20 to 30 microseconds of CPU with the thread switches: much
 * more than the statement. So a script becomes the trigger of a temporary view, and running it is a
 * single INSERT into that view: one hop, one implicit transaction, one wait for the disk, and SQLite
 * itself undoes everything when a step fails.
 */
export class SqliteWriteTurn implements WriteTurn {
  readonly dialect = 'sqlite';
  private readonly prepared = new Map<string, Statement>();
  private readonly scripts = new Map<WriteScript, string>();

  constructor(private readonly connection: SqliteConnection) {}

  all<R>(sql: string, parameters: readonly unknown[]): Promise<R[]> {
    return new Promise((resolve, reject) => {
      this.prepare(sql).all<R>(parameters, (error, rows) =>
        error === null ? resolve(rows) : reject(error),
      );
    });
  }

  run(sql: string, parameters: readonly unknown[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.prepare(sql).run(parameters, (error: Error | null) =>
        error === null ? resolve() : reject(toConflict(error)),
      );
    });
  }

  async commit(script: WriteScript, inputs: Readonly<Record<string, ScriptInput>>): Promise<void> {
    const sql = this.scripts.get(script) ?? (await this.define(script));
    await this.run(
      sql,
      script.inputs.map((name) => toParameter(inputs[name]!)),
    );
  }

  /** Must be called before the connection is closed: SQLite keeps it open for its statements. */
  finalize(): void {
    for (const statement of this.prepared.values()) statement.finalize();
    this.prepared.clear();
  }

  private async define(script: WriteScript): Promise<string> {
    const { name, inputs } = script;
    const steps = script.steps.flatMap((step) => {
      const sql = renderInputs(step.sql, (input) => `NEW.${input}`);
      const guard = `SELECT RAISE(ABORT, '${CONFLICT}${step.rows}') WHERE changes() <> json_array_length(NEW.${step.rows})`;
      return step.isExact === true ? [sql, guard] : [sql];
    });
    await this.run(
      `CREATE TEMP VIEW IF NOT EXISTS ${name} AS SELECT ${inputs.map((input) => `NULL AS ${input}`).join(', ')}`,
      [],
    );
    await this.run(
      `CREATE TEMP TRIGGER IF NOT EXISTS ${name}_steps INSTEAD OF INSERT ON ${name} BEGIN ${steps.join('; ')}; END`,
      [],
    );
    const sql = `INSERT INTO ${name} (${inputs.join(', ')}) VALUES (${inputs.map((_, at) => `$${at + 1}`).join(', ')})`;
    this.scripts.set(script, sql);
    return sql;
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

function toConflict(error: Error): Error {
  const at = error.message.indexOf(CONFLICT);
  return at === -1 ? error : new ScriptConflict(error.message.slice(at + CONFLICT.length));
}
