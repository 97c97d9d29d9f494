import type { FinishReason } from '../chat/chat-event';
import { recordOf, type Json } from '../chat/read-fields';

/** The dialect has a status and a reason for incomplete answers; calls show only in the output. */
export function fromStatus(response: Json, hasCalls: boolean): FinishReason {
  if (response['status'] === 'incomplete') {
    const { reason } = recordOf(response['incomplete_details']);
    return reason === 'content_filter' ? 'content-filter' : 'length';
  }
  if (response['status'] === 'cancelled') return 'cancelled';
  return hasCalls ? 'tool-calls' : 'stop';
}

export function toStatus(reason: FinishReason): Json {
  switch (reason) {
    case 'length':
      return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    case 'content-filter':
      return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
    case 'cancelled':
      return { status: 'cancelled', incomplete_details: null };
    case 'stop':
    case 'tool-calls':
    case 'error':
      return { status: 'completed', incomplete_details: null };
  }
}
