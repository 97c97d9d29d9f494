import type { FinishReason } from '../chat/chat-event';

const FROM_WIRE: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'content-filter',
};

const TO_WIRE: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  error: 'end_turn',
  cancelled: 'end_turn',
};

/** A reason nobody has heard of is an ordinary end. */
export function fromStopReason(reason: unknown): FinishReason {
  return FROM_WIRE[String(reason)] ?? 'stop';
}

export function toStopReason(reason: FinishReason, stop: string | null): string {
  return reason === 'stop' && stop !== null ? 'stop_sequence' : TO_WIRE[reason];
}
