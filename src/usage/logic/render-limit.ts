import type { LimitState, WindowKind } from '../../ledger/ledger.types';

/** A limit on the wire, in the list of limits and in a refusal alike. */
export interface RenderedLimit {
  /** Whose limit: `user:<id>`, `key:<id>`, `game:<id>` or `play:<id>`. */
  scope: string;
  unit: 'tokens';
  window: WindowKind;
  limit: number;
  used: number;
  /** Promised to calls that are running now. */
  held: number;
  /** RFC 3339, UTC; null when it never resets. */
  resets_at: string | null;
}

export function renderLimit(state: LimitState): RenderedLimit {
  return {
    scope: state.scope,
    unit: state.unit,
    window: state.window,
    limit: state.cap,
    used: state.used,
    held: state.held,
    resets_at: state.resetsAtMs === null ? null : new Date(state.resetsAtMs).toISOString(),
  };
}
