import type { ChatEvent } from './chat-event';

/** One upstream stream to neutral events; stateful, one per answer, fed with chunks split anywhere. */
export interface StreamDecoder {
  push(chunk: Buffer): ChatEvent[];
  /** At a clean end of the stream. */
  close(): ChatEvent[];
}

/** Neutral events to one client's stream; stateful, one per answer. */
export interface StreamEncoder {
  /** The bytes for this event; empty when the dialect says nothing yet. */
  encode(event: ChatEvent): string;
}

/** Where an answer comes from. */
export interface AnswerSource {
  /** The provider's name, which its signatures are bound to. */
  provider: string;
  /** Ours, unique: makes ids for tool calls of upstreams that give none. */
  answerId: string;
}

/** What an answer to a client says that does not come from the upstream. */
export interface AnswerFace {
  /** Unique, without a prefix. */
  id: string;
  /** The model as the caller named it. */
  model: string;
  createdAtMs: number;
  wantsUsage: boolean;
  /** Said at the start of a stream by dialects that do, before the upstream has reported any. */
  inputTokensEstimate: number;
  requestId: string;
  /** Tools that the caller wants called with one free text; see ChatTool. */
  freeformTools?: readonly string[];
}
