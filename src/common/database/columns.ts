import type { ValueTransformer } from 'typeorm';

/**
 * PostgreSQL gives 64-bit integers as strings, SQLite as numbers. Amounts and times stay within
 * 2^53 - 1, so a number is exact on both.
 */
export const integer: ValueTransformer = {
  to: (value: number | null | undefined) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};

/** Column options of a whole number up to 2^53 - 1: tokens, micro-credits, bytes. */
export const integerColumn = { type: 'bigint', transformer: integer } as const;

/** Column options of a moment: milliseconds since the epoch, UTC. */
export const momentColumn = { type: 'bigint', transformer: integer } as const;

/** A list of words kept as JSON text; null stays null. */
export const jsonColumn = { type: 'simple-json' } as const;
