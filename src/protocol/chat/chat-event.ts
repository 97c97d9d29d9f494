import type { ReportedUsage } from '../relay/answer-scanner';
import type { Signature } from './chat-request';

/** Why an answer ended. */
export type FinishReason =
  | 'stop'
  | 'length'
  | 'tool-calls'
  | 'content-filter'
  | 'error'
  | 'cancelled';

/**
 * An answer as it comes. Text and reasoning deltas belong to the block that is open: a delta of another kind
 * begins a new one. Tool calls are numbered from 0 and may interleave. `finish` is the last event, unless
 * it is an `error`; `usage` may come more than once, the last one counts.
 */
export type ChatEvent =
  | { type: 'start'; id: string; model: string }
  | { type: 'text-delta'; text: string }
  | { type: 'reasoning-delta'; text: string }
  /** Signs the reasoning so far; redacted reasoning is this event alone. */
  | { type: 'reasoning-signature'; signature: Signature }
  | { type: 'tool-call'; index: number; id: string; name: string }
  | { type: 'tool-call-delta'; index: number; json: string }
  | { type: 'usage'; usage: ReportedUsage }
  | { type: 'finish'; reason: FinishReason; stop: string | null }
  | { type: 'error'; message: string };
