import type { FinishReason } from '../chat/chat-event';

/** Ollama has no word of its own for tool calls: an answer with calls ends in "stop". */
export function fromDoneReason(reason: unknown, hasCalls: boolean): FinishReason {
  if (reason === 'length') return 'length';
  return hasCalls ? 'tool-calls' : 'stop';
}

export function toDoneReason(reason: FinishReason): string {
  return reason === 'length' ? 'length' : 'stop';
}
