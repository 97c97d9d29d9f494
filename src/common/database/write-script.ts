export type Dialect = 'sqlite' | 'postgres';

/** Rows go in as one JSON array of arrays, whatever their number; single values as they are. */
export type ScriptInput = readonly (readonly unknown[])[] | string | number;

export interface WriteStep {
  /** Names one of the script's inputs that holds rows. Where there are none the step does nothing. */
  rows: string;
  /** One statement; inputs are written `:name`. */
  sql: string;
  /** Must write exactly as many rows as went in, or the whole script is undone with ScriptConflict. */
  isExact?: boolean;
}

/**
 * Writes that always happen together, in one transaction and in this order: a handful of set-based
 * statements whose text never changes, so they are prepared once.
 */
export interface WriteScript {
  /** A plain SQL name, unique among scripts. */
  name: string;
  inputs: readonly string[];
  steps: readonly WriteStep[];
}

/** One turn at writing: look up what the decision needs, then commit a script, at most once. */
export interface WriteTurn {
  readonly dialect: Dialect;
  /** Parameters are written `$1`, `$2` in order of appearance; texts must be constant, they stay prepared. */
  all<R>(sql: string, parameters: readonly unknown[]): Promise<R[]>;
  /** Writes within the turn, before the script. PostgreSQL only: rows that others could make meanwhile. */
  run(sql: string, parameters: readonly unknown[]): Promise<void>;
  /** Resolves when everything is on disk. Rejects with nothing written, unless the link broke at the very end. */
  commit(script: WriteScript, inputs: Readonly<Record<string, ScriptInput>>): Promise<void>;
}

/** A guarded step met other rows than expected; nothing was written. */
export class ScriptConflict extends Error {
  constructor(readonly step: string) {
    super(`rows were not as expected: ${step}`);
    this.name = 'ScriptConflict';
  }
}

export type JsonColumns = Readonly<Record<string, 'text' | 'integer' | 'boolean' | 'bytes'>>;

/**
 * A sub-select that turns a JSON array of arrays into rows with these columns. Bytes travel as
 * hexadecimal text.
 */
export function jsonRows(dialect: Dialect, input: string, columns: JsonColumns): string {
  const read = {
    text: { sqlite: (at: number) => `value->>${at}`, postgres: (at: number) => `value->>${at}` },
    integer: {
      sqlite: (at: number) => `value->>${at}`,
      postgres: (at: number) => `(value->>${at})::bigint`,
    },
    boolean: {
      sqlite: (at: number) => `value->>${at}`,
      postgres: (at: number) => `(value->>${at})::boolean`,
    },
    bytes: {
      sqlite: (at: number) => `unhex(value->>${at})`,
      postgres: (at: number) => `decode(value->>${at}, 'hex')`,
    },
  } as const;
  const fields = Object.entries(columns).map(
    ([name, type], at) => `${read[type][dialect](at)} AS ${name}`,
  );
  // jsonb_each hands nested arrays on in binary; json_each would write each as text and parse it again.
  const source =
    dialect === 'sqlite'
      ? `jsonb_each(${input})`
      : `jsonb_array_elements(${input}::jsonb) AS each_row(value)`;
  return `(SELECT ${fields.join(', ')} FROM ${source})`;
}

/** Replaces `:name` by what `render` makes of it; `::type` is left alone. */
export function renderInputs(sql: string, render: (name: string) => string): string {
  return sql.replaceAll(/(?<!:):([a-z_]+)/gu, (_, name: string) => render(name));
}

export function toParameter(input: ScriptInput): string | number {
  return typeof input === 'object' ? JSON.stringify(input) : input;
}
