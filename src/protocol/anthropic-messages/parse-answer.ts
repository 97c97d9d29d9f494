import type { ChatEvent } from '../chat/chat-event';
import { itemsOf, recordOf, stringOf, type Json } from '../chat/read-fields';
import { startEvent } from '../chat/start-event';
import type { AnswerSource } from '../chat/stream-codec';
import { fromStopReason } from './finish-reason';
import { readAnthropicUsage } from './usage';

/** A whole answer as the events it would have been. Blocks of kinds unknown to the neutral form are left out. */
export function anthropicToChatEvents(body: Json, { provider }: AnswerSource): ChatEvent[] {
  const events: ChatEvent[] = [startEvent(body['id'], body['model'])];
  let calls = 0;
  for (const block of itemsOf(body['content'])) {
    if (block['type'] === 'tool_use') {
      events.push(...callEvents(block, calls));
      calls += 1;
    } else events.push(...blockEvents(block, provider));
  }
  const usage = readAnthropicUsage(body['usage']);
  if (usage !== null) events.push({ type: 'usage', usage });
  events.push({
    type: 'finish',
    reason: fromStopReason(body['stop_reason']),
    stop: stringOf(body['stop_sequence']),
  });
  return events;
}

function callEvents(block: Json, index: number): ChatEvent[] {
  return [
    { type: 'tool-call', index, id: String(block['id']), name: String(block['name']) },
    { type: 'tool-call-delta', index, json: JSON.stringify(recordOf(block['input'])) },
  ];
}

function blockEvents(block: Json, provider: string): ChatEvent[] {
  switch (block['type']) {
    case 'text':
      return [{ type: 'text-delta', text: stringOf(block['text']) ?? '' }];
    case 'thinking': {
      const text = stringOf(block['thinking']) ?? '';
      return [
        { type: 'reasoning-delta', text },
        ...signatureEvents(block['signature'], provider, false),
      ];
    }
    case 'redacted_thinking':
      return signatureEvents(block['data'], provider, true);
    default:
      return [];
  }
}

export function signatureEvents(
  value: unknown,
  provider: string,
  isRedacted: boolean,
): ChatEvent[] {
  if (typeof value !== 'string' || value === '') return [];
  return [{ type: 'reasoning-signature', signature: { provider, value, isRedacted } }];
}
