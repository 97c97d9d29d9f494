/** Tokens as a provider reported them, in disjoint kinds; a kind it does not speak of is 0. */
export interface ReportedUsage {
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
}

/**
 * Watches an answer pass by in its own dialect without changing a byte. One scanner per answer, not
 * shared, no I/O. Memory is bounded: of an unfinished event only what is needed to classify it is kept.
 */
export interface AnswerScanner {
  /**
   * Reads the next bytes, split anywhere. Returns how many bytes, counted from the first byte not yet
   * released by earlier calls, may be sent to the client now. What is not released is the final event
   * (or may still turn out to be it): it is sent only after the call is settled.
   */
  push(chunk: Buffer): number;
  /** Output tokens counted from content deltas so far: never more than the upstream produced. */
  readonly outputTokensCounted: number;
  /** What the provider reported so far, or null. Complete only when isComplete. */
  readonly usage: ReportedUsage | null;
  /** The input tokens the provider reported, as soon as it did. */
  readonly inputTokensReported: number | null;
  /** The model named in the answer, or null. */
  readonly model: string | null;
  /** True when the final event has been seen whole. */
  readonly isComplete: boolean;
  /** True when the stream carried an error event. */
  readonly hasError: boolean;
}
