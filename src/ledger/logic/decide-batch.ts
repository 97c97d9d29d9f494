import type { FinishRequest, ReserveRequest, ReserveResult, Settlement } from '../ledger.types';
import type { BatchChanges } from './batch-changes';
import { decideExtend, type ExtendRequest, type Extension } from './decide-extend';
import { decideFinish } from './decide-finish';
import { decideReserve } from './decide-reserve';
import type { LedgerState } from './ledger-state';
import type { EndingCall } from './open-hold';

export type Operation =
  | { kind: 'reserve'; request: ReserveRequest }
  | { kind: 'extend'; request: ExtendRequest }
  | { kind: 'finish'; call: EndingCall; request: FinishRequest };

export type Answer = ReserveResult | Extension | Settlement;

/**
 * Decides every operation in the order of arrival, each seeing what those before it did, and collects
 * what must be written. Pure but for `state`, a working copy that is dropped when the write fails.
 */
export function decideBatch(
  state: LedgerState,
  operations: readonly Operation[],
  { changes, nowMs }: { changes: BatchChanges; nowMs: number },
): Answer[] {
  return operations.map((operation) => {
    switch (operation.kind) {
      case 'reserve':
        return decideReserve(state, operation.request, changes);
      case 'extend':
        return decideExtend(state, operation.request, changes);
      case 'finish':
        return decideFinish(state, operation.call, operation.request, { changes, nowMs });
    }
  });
}
