import { commonErrors } from '../../common/errors/common.errors';
import type { Keyset } from '../../common/paging/keyset';
import type { UsagePosition } from '../../ledger/ledger.types';

/** Where a record stands in the list: the moment it was booked, then the order of booking. */
export function usageKeyset({ endedAtMs, seq }: UsagePosition): Keyset {
  return [endedAtMs, String(seq)];
}

/** Throws `invalid_request` for a cursor of another list. */
export function toPosition([endedAtMs, id]: Keyset): UsagePosition {
  const seq = Number(id);
  if (typeof endedAtMs === 'number' && Number.isSafeInteger(seq)) return { endedAtMs, seq };
  throw commonErrors.invalid_request({
    detail: 'The cursor is not one that this list gave out: start without one.',
  });
}
