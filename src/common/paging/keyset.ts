import { isUuid } from '../database/uuid';
import { commonErrors } from '../errors/common.errors';

/** Rows on one page when the caller does not say, and at most. */
export const PAGE_ROWS_DEFAULT = 20;
export const PAGE_ROWS_MAX = 100;

/** Where a page ended: the value the list is sorted by, then the id that breaks ties. */
export type Keyset = readonly [sortedBy: number | string, id: string];

/** One page of a list, and where the next one begins; null when there is none. */
export interface Page<T> {
  rows: T[];
  next: Keyset | null;
}

/**
 * The text form of a keyset. Opaque to clients, so that what a list is sorted by can change; not
 * secret and not signed, because it says nothing that the rows did not.
 */
export function encodeCursor(keyset: Keyset): string {
  return Buffer.from(JSON.stringify(keyset)).toString('base64url');
}

/** Throws `invalid_request` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): Keyset {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (isKeyset(parsed)) return parsed;
  } catch {
    // Not ours: told below, in the same words as a well-formed stranger.
  }
  throw commonErrors.invalid_request({
    detail: 'The cursor is not one that this list gave out: start without one.',
  });
}

function isKeyset(value: unknown): value is Keyset {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [sortedBy, id] = value as unknown[];
  return (
    (typeof sortedBy === 'number' || typeof sortedBy === 'string') &&
    typeof id === 'string' &&
    id.length <= 64
  );
}

/** The id of a keyset, for lists sorted by id alone; throws `invalid_request` when it is none. */
export function idOf([, id]: Keyset): string {
  if (isUuid(id)) return id;
  throw commonErrors.invalid_request({ detail: 'The cursor is not one that this list gave out.' });
}

/** The page size to use; throws `invalid_request` outside 1 to `PAGE_ROWS_MAX`. */
export function pageRows(asked: number | null | undefined, name: string): number {
  if (asked === null || asked === undefined) return PAGE_ROWS_DEFAULT;
  if (Number.isInteger(asked) && asked >= 1 && asked <= PAGE_ROWS_MAX) return asked;
  throw commonErrors.invalid_request({
    detail: `${name} is a whole number from 1 to ${PAGE_ROWS_MAX}.`,
  });
}

/**
 * Makes a page of rows that were fetched with one row more than wanted: the extra row only says that
 * there is a next page.
 */
export function toPage<T>(fetched: T[], wanted: number, keysetOf: (row: T) => Keyset): Page<T> {
  const rows = fetched.slice(0, wanted);
  const last = rows.at(-1);
  const hasNext = fetched.length > wanted && last !== undefined;
  return { rows, next: hasNext ? keysetOf(last) : null };
}
