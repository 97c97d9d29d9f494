import type { WindowKind } from '../../ledger/ledger.types';

/** Names the one window of a total. */
export const TOTAL_WINDOW_START = 'all';

/** The calendar window a moment falls in. */
export interface LimitWindow {
  /** `all`, `2026-11-21` or `2026-11`, by the calendar of the time zone. */
  windowStart: string;
  /** The first moment after the window; null for `total`, which never ends. */
  resetsAtMs: number | null;
}

/** Longer than any day (25 h) or month (31 d) with a clock change or a skipped date in it. */
const SEARCH_SPAN_MS = { day: 3 * 86_400_000, month: 33 * 86_400_000 } as const;

/**
 * The one place that knows where windows begin and end. Local midnight is not a fixed step away: days
 * have 23 to 25 hours, and where the clock changes at midnight the day begins at 01:00. So the end is
 * searched for: the first moment whose local date is another one.
 */
export function limitWindow(kind: WindowKind, timeZone: string, nowMs: number): LimitWindow {
  if (kind === 'total') return { windowStart: TOTAL_WINDOW_START, resetsAtMs: null };
  const labelOf = windowLabels(kind, timeZone);
  const windowStart = labelOf(nowMs);
  let inside = nowMs;
  let outside = nowMs + SEARCH_SPAN_MS[kind];
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (labelOf(middle) === windowStart) inside = middle;
    else outside = middle;
  }
  return { windowStart, resetsAtMs: outside };
}

function windowLabels(kind: 'day' | 'month', timeZone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const month = `${parts.get('year')}-${parts.get('month')}`;
    return kind === 'month' ? month : `${month}-${parts.get('day')}`;
  };
}

/**
 * Windows of one time zone for the request path: the search above runs once per window, not once per
 * call. Correct for clocks that go backwards too, because an answer is kept with the moments it holds for.
 */
export class LimitWindows {
  private readonly known = new Map<WindowKind, LimitWindow & { fromMs: number }>();

  constructor(private readonly timeZone: string) {}

  at(kind: WindowKind, nowMs: number): LimitWindow {
    const known = this.known.get(kind);
    if (known !== undefined && nowMs >= known.fromMs && nowMs < (known.resetsAtMs ?? Infinity)) {
      return known;
    }
    const fresh = { ...limitWindow(kind, this.timeZone, nowMs), fromMs: nowMs };
    this.known.set(kind, fresh);
    return fresh;
  }
}
