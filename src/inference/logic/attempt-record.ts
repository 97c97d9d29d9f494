import type { CoinopError } from '../../common/errors/define-errors';
import type { AttemptRecord } from '../../ledger/ledger.types';
import type { AnswerScanner } from '../../protocol/relay/answer-scanner';
import type { Deployment } from '../../providers/providers.types';
import type { RelayEnd } from '../relay/relay';
import { settleAttempt } from './settle-attempt';

/** An attempt that is over, with all that its record is made of. */
export interface FinishedAttempt {
  deployment: Deployment;
  scanner: AnswerScanner;
  end: RelayEnd;
  /** What the caller is told instead of an answer; null when the answer stands or nobody listens. */
  error: CoinopError | null;
  inputTokensEstimate: number;
  startedAtMs: number;
  endedAtMs: number;
}

/** Status on the record when the client had left. */
const CLIENT_CLOSED = 499;

/** The usage record that this attempt leaves. */
export function attemptRecord(attempt: FinishedAttempt): AttemptRecord {
  const { scanner, end, error, deployment } = attempt;
  const settled = settleAttempt({
    ending: end.ending,
    upstreamStatus: end.upstreamStatus,
    hasAnswered: end.upstreamStatus !== null && end.upstreamStatus < 400,
    reported: scanner.usage,
    inputTokensReported: scanner.inputTokensReported,
    // What we stopped for want of cover was read, but not handed over.
    outputTokensCounted:
      end.ending === 'cut' ? end.outputTokensRelayed : scanner.outputTokensCounted,
    inputTokensEstimate: attempt.inputTokensEstimate,
  });
  return {
    provider: deployment.provider,
    modelRouted: deployment.model,
    modelSeen: scanner.model,
    ...settled,
    status:
      end.ending === 'client-left' ? CLIENT_CLOSED : (error?.status ?? end.upstreamStatus ?? 200),
    errorCode: error?.code ?? null,
    startedAtMs: attempt.startedAtMs,
    firstTokenMs: end.firstTokenMs,
    durationMs: attempt.endedAtMs - attempt.startedAtMs,
  };
}
