import type { AttemptOutcome, TokenUsage, UsageSource } from '../../ledger/ledger.types';
import type { ReportedUsage } from '../../protocol/relay/answer-scanner';

/**
 * How one attempt ended, as the relay saw it:
 * - `complete`      the answer arrived whole
 * - `rejected`      the upstream answered with an error status before any byte of an answer
 * - `not-sent`      the upstream was never reached
 * - `no-answer`     sent, and nothing came back
 * - `client-left`   the client went away
 * - `interrupted`   the upstream broke off or sent an error inside the answer
 * - `cut`           we ended it: limit, policy, admin, shutdown
 */
export type Ending =
  | 'complete'
  | 'rejected'
  | 'not-sent'
  | 'no-answer'
  | 'client-left'
  | 'interrupted'
  | 'cut';

export interface EndedAttempt {
  ending: Ending;
  /** Status of a `rejected` answer. */
  upstreamStatus: number | null;
  /** Did the upstream send any byte of an answer? */
  hasAnswered: boolean;
  /** What it reported, complete or so far. */
  reported: ReportedUsage | null;
  inputTokensReported: number | null;
  /** Counted from what passed by. */
  outputTokensCounted: number;
  inputTokensEstimate: number;
}

export interface SettledAttempt {
  outcome: AttemptOutcome;
  usage: TokenUsage;
  source: UsageSource;
  isBillable: boolean;
}

const NOTHING: TokenUsage = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };
/** Statuses that say the upstream did not run the request; other 5xx leave it open. */
const DID_NOT_RUN = new Set([429, 501, 503, 529]);

/** The settlement matrix of docs/accounting.md as a function: what this ending leaves on the record. */
export function settleAttempt(attempt: EndedAttempt): SettledAttempt {
  switch (attempt.ending) {
    case 'complete':
      return complete(attempt);
    case 'rejected':
      return free(didNotRun(attempt.upstreamStatus) ? 'refused' : 'unknown');
    case 'not-sent':
      return free('refused');
    case 'no-answer':
      return free('unknown');
    case 'client-left':
      return partial(attempt, 'aborted');
    case 'interrupted':
      return attempt.hasAnswered ? partial(attempt, 'truncated') : free('unknown');
    case 'cut':
      return partial(attempt, 'cut');
  }
}

function didNotRun(status: number | null): boolean {
  return status !== null && (status < 500 || DID_NOT_RUN.has(status));
}

function free(outcome: AttemptOutcome): SettledAttempt {
  return {
    outcome,
    usage: NOTHING,
    source: outcome === 'refused' ? 'provider' : 'bound',
    isBillable: false,
  };
}

function complete(attempt: EndedAttempt): SettledAttempt {
  if (attempt.reported !== null) {
    return { outcome: 'ok', usage: attempt.reported, source: 'provider', isBillable: true };
  }
  return { outcome: 'ok', usage: counted(attempt), source: 'counted', isBillable: true };
}

/**
 * An answer that was broken off costs its input and what had come by then. Before the first token only
 * an upstream that reported its input is known to have run.
 */
function partial(attempt: EndedAttempt, outcome: AttemptOutcome): SettledAttempt {
  const hasRun = attempt.outputTokensCounted > 0 || attempt.inputTokensReported !== null;
  if (!hasRun) return { outcome, usage: NOTHING, source: 'counted', isBillable: false };
  return { outcome, usage: counted(attempt), source: 'counted', isBillable: true };
}

function counted(attempt: EndedAttempt): TokenUsage {
  const { reported } = attempt;
  return {
    input: reported?.input ?? attempt.inputTokensEstimate,
    cacheRead: reported?.cacheRead ?? 0,
    cacheWrite: reported?.cacheWrite ?? 0,
    output: Math.max(attempt.outputTokensCounted, reported?.output ?? 0),
    reasoning: reported?.reasoning ?? 0,
  };
}
