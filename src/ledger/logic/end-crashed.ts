import type { AttemptRecord, FinishRequest, TokenUsage } from '../ledger.types';
import type { Progress } from './progress-slot';

/** The code on records of calls whose process died under them. */
export const INTERRUPTED = 'interrupted';

/**
 * How a call ends whose process died: never sent costs nothing; sent without an answer may or may not
 * have run, so the user pays nothing and the record says unknown; with an answer the user pays the input
 * and what was relayed, as far as the progress file tells. What the upstream produced after that is
 * the platform's loss.
 */
export function endingAfterCrash(
  intent: { model: string; inputTokens: number; createdAtMs: number },
  progress: Progress | undefined,
): FinishRequest {
  if (progress === undefined) {
    const unsent = { outcome: 'refused', status: 500, errorCode: INTERRUPTED } as const;
    return { attempts: [], outcome: null, unsent };
  }
  const hasAnswer = progress.outputTokens > 0;
  const usage: TokenUsage = {
    input: hasAnswer ? progress.inputTokens || intent.inputTokens : 0,
    cacheRead: 0,
    cacheWrite: 0,
    output: progress.outputTokens,
    reasoning: 0,
  };
  const attempt: AttemptRecord = {
    provider: progress.provider || 'unknown',
    modelRouted: intent.model,
    modelSeen: null,
    outcome: hasAnswer ? 'crashed' : 'unknown',
    usage,
    source: 'checkpoint',
    isBillable: hasAnswer,
    status: hasAnswer ? 200 : 500,
    errorCode: INTERRUPTED,
    startedAtMs: intent.createdAtMs,
    firstTokenMs: null,
    durationMs: 0,
  };
  return { attempts: [attempt], outcome: null };
}
