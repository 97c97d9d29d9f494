import type { Database } from '../../common/database/database';
import { jsonRows } from '../../common/database/write-script';
import type { LimitClaim, LimitState } from '../ledger.types';
import { windowKey } from '../logic/ledger-state';

const WINDOW = { scope: 'text', unit: 'text', window_kind: 'text', window_start: 'text' } as const;

interface WindowRow {
  scope: string;
  unit: 'tokens';
  window_kind: LimitClaim['window'];
  window_start: string;
  used: number | string;
  held: number | string;
}

/** One query for all claims. A window that nobody has used yet has no row: nothing used, nothing held. */
export async function readLimitStates(
  database: Database,
  claims: readonly LimitClaim[],
): Promise<LimitState[]> {
  if (claims.length === 0) return [];
  const keys = claims.map(({ scope, unit, window, windowStart }) => [
    scope,
    unit,
    window,
    windowStart,
  ]);
  const rows: WindowRow[] = await database.read.query(
    `SELECT w.* FROM ${jsonRows(database.dialect, '$1', WINDOW)} r JOIN limit_windows w
     ON w.scope = r.scope AND w.unit = r.unit AND w.window_kind = r.window_kind AND w.window_start = r.window_start`,
    [JSON.stringify(keys)],
  );
  const byKey = new Map(
    rows.map((row) => [
      windowKey({ ...row, window: row.window_kind, windowStart: row.window_start }),
      row,
    ]),
  );
  return claims.map((claim) => {
    const row = byKey.get(windowKey(claim));
    return { ...claim, used: Number(row?.used ?? 0), held: Number(row?.held ?? 0) };
  });
}
