import type { ChatEvent } from '../chat/chat-event';
import { itemsOf, recordOf, stringOf, type Json } from '../chat/read-fields';
import { startEvent } from '../chat/start-event';
import type { AnswerSource } from '../chat/stream-codec';
import { fromFinishReason } from './finish-reason';
import { readOpenAiUsage } from './usage';

/** A whole answer as the events it would have been; of several choices the first. */
export function openAiToChatEvents(body: Json, { answerId }: AnswerSource): ChatEvent[] {
  const choice = itemsOf(body['choices'])[0] ?? {};
  const message = recordOf(choice['message']);
  const events: ChatEvent[] = [startEvent(body['id'], body['model']), ...textEvents(message)];
  for (const [index, call] of itemsOf(message['tool_calls']).entries()) {
    const { name, arguments: json } = recordOf(call['function']);
    events.push(
      {
        type: 'tool-call',
        index,
        id: stringOf(call['id']) ?? `call_${answerId}_${index}`,
        name: stringOf(name) ?? '',
      },
      { type: 'tool-call-delta', index, json: stringOf(json) ?? '' },
    );
  }
  const usage = readOpenAiUsage(body['usage']);
  if (usage !== null) events.push({ type: 'usage', usage });
  events.push({ type: 'finish', reason: fromFinishReason(choice['finish_reason']), stop: null });
  return events;
}

/** Text and reasoning of a message or a delta: reasoning has two names among servers. */
export function textEvents(said: Json): ChatEvent[] {
  const events: ChatEvent[] = [];
  const reasoning = stringOf(said['reasoning_content']) ?? stringOf(said['reasoning']);
  const text = stringOf(said['content']) || stringOf(said['refusal']);
  if (reasoning) events.push({ type: 'reasoning-delta', text: reasoning });
  if (text) events.push({ type: 'text-delta', text });
  return events;
}
