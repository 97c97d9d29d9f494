/** Tokens as a provider reported them, in disjoint kinds; a kind it does not speak of is 0. */
export interface ReportedUsage {
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
}

/** What was delivered when we end an answer ourselves; goes into the dialect's own last events. */
export interface CutOffUsage {
  inputTokens: number;
  outputTokens: number;
}

/**
 * Watches an answer pass by in its own dialect without changing a byte. One scanner per answer, not
 * shared, no I/O. Memory is bounded: of an unfinished event only what is needed to classify it is kept.
 */
export interface AnswerScanner {
  /**
   * Reads the next bytes, split anywhere. Returns how many bytes, counted from the first byte not yet
   * released by earlier calls, may be sent to the client now. What is not released is the final event
   * (or may still turn out to be it): it is sent only after the call is settled. Streams are released
   * in whole events, so an answer can be cut after any release.
   */
  push(chunk: Buffer): number;
  /**
   * The upstream ended the answer cleanly: a last event that lacks only its end mark counts as whole.
   * May be called more than once; nothing may be pushed afterwards.
   */
  close(): void;
  /**
   * The dialect's own final bytes for an answer that we stop for lack of allowance: open blocks closed,
   * stop reason "length", usage, end mark. To be written after what was released. Empty for answers
   * that are not streams.
   */
  finishByLength(usage: CutOffUsage): Buffer;
  /** Output tokens counted from content deltas so far: never more than the upstream produced. */
  readonly outputTokensCounted: number;
  /** What the provider reported so far, or null. Complete only when isComplete. */
  readonly usage: ReportedUsage | null;
  /** The input tokens the provider reported, of all kinds together, as soon as it did. */
  readonly inputTokensReported: number | null;
  /** The model named in the answer, or null. */
  readonly model: string | null;
  /** True when the final event has been seen whole. */
  readonly isComplete: boolean;
  /** True when the stream carried an error event. */
  readonly hasError: boolean;
}
