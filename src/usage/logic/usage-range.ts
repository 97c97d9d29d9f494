export const DAY_MS = 86_400_000;

/** From inclusive, to exclusive; a side left out is open. */
export interface UsageRange {
  fromMs?: number | undefined;
  toMs?: number | undefined;
}

export interface SplitRange {
  /** Whole days (UTC), first inclusive, last exclusive; null when the range has none. */
  days: { first: number | null; end: number | null } | null;
  /** What is left at the two ends: less than a day each. */
  edges: { fromMs: number; toMs: number }[];
}

/** Splits a range into whole days, which are added up already, and its ragged ends, which are not. */
export function splitRange({ fromMs, toMs }: UsageRange): SplitRange {
  const first = fromMs === undefined ? null : Math.ceil(fromMs / DAY_MS);
  const end = toMs === undefined ? null : Math.floor(toMs / DAY_MS);
  if (fromMs !== undefined && toMs !== undefined && (first as number) >= (end as number)) {
    // Too short for a whole day between the ends, except that both may lie on the same midnight.
    return { days: null, edges: fromMs < toMs ? [{ fromMs, toMs }] : [] };
  }
  const edges: SplitRange['edges'] = [];
  if (first !== null && first * DAY_MS > (fromMs as number)) {
    edges.push({ fromMs: fromMs as number, toMs: first * DAY_MS });
  }
  if (end !== null && end * DAY_MS < (toMs as number)) {
    edges.push({ fromMs: end * DAY_MS, toMs: toMs as number });
  }
  return { days: { first, end }, edges };
}

/** A day since the epoch as people write it: `2026-11-21`. */
export function dayOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
