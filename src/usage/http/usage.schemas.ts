import { z } from 'zod';
import { GROUPS, type GroupName } from '../logic/render-usage';

/** More is asked for in vain, not refused: `next_cursor` says that there is more. */
const ROWS_MAX = 400;
const ROWS_DEFAULT = 50;
const GROUPS_MAX = 4;

const rows = z.coerce
  .number('A whole number of rows.')
  .int('A whole number of rows.')
  .min(1, 'At least 1.')
  .default(ROWS_DEFAULT)
  .transform((limit) => Math.min(limit, ROWS_MAX));
const cursor = z.string().max(200).optional();

/** A day (its first moment, UTC) or a moment with its zone. */
const moment = z
  .union(
    [z.iso.date(), z.iso.datetime({ offset: true })],
    'A day such as 2026-11-21, or a moment such as 2026-11-21T09:00:00Z.',
  )
  .transform((text) => Date.parse(text))
  .optional();

const groupBy = z
  .union([z.string(), z.array(z.string())])
  .default('model')
  .transform((given) =>
    [given]
      .flat()
      .flatMap((list) => list.split(','))
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  )
  .pipe(
    z
      .array(z.enum(Object.keys(GROUPS) as [GroupName, ...GroupName[]]))
      .max(GROUPS_MAX, `At most ${GROUPS_MAX}.`),
  );

export const listQuery = z.looseObject({ limit: rows, cursor });
export const statsQuery = z.looseObject({ from: moment, to: moment, groupBy });

export const adminListQuery = z.looseObject({
  limit: rows,
  cursor,
  from: moment,
  to: moment,
  backend: z.string().max(64).optional(),
  model: z.string().max(200).optional(),
  attempts: z.enum(['true', 'false']).default('false'),
});
