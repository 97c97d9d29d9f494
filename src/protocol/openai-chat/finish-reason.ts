import type { FinishReason } from '../chat/chat-event';

const FROM_WIRE: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
};

const TO_WIRE: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  error: 'stop',
  cancelled: 'stop',
};

/** A reason nobody has heard of is an ordinary end. */
export function fromFinishReason(reason: unknown): FinishReason {
  return FROM_WIRE[String(reason)] ?? 'stop';
}

export function toFinishReason(reason: FinishReason): string {
  return TO_WIRE[reason];
}
