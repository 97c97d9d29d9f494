import type { Refusal } from '../json/read-object';

/** A request of some dialect, checked as far as we rely on it; everything else in it is the upstream's business. */
export interface DialectRequest {
  /** The model as the caller named it. */
  model: string;
  isStreaming: boolean;
  /** The most output tokens the caller allows, of all choices together; null when it sets no limit. */
  outputTokensMax: number | null;
  /** See estimate-tokens.ts for the formula. */
  inputTokensEstimate: number;
  /** The parsed body, unknown members included. Not to be changed. */
  body: Record<string, unknown>;
  /** The body as it came, for passing on untouched. */
  bytes: Buffer;
}

/** What to change before a request is passed on. */
export interface RequestPatch {
  model?: string;
  /** The new limit, of all choices together. */
  outputTokensMax?: number;
  /**
   * OpenAI's dialect: where a limit goes that the caller did not set. Newer models of OpenAI refuse
   * `max_tokens`, old servers know nothing else.
   */
  outputField?: OutputField;
}

export type OutputField = 'max_tokens' | 'max_completion_tokens';

export type ReadResult<R extends DialectRequest = DialectRequest> =
  | { ok: true; request: R }
  | Refusal;
