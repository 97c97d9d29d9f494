import type { ChatEvent } from '../chat/chat-event';
import { itemsOf, recordOf, stringOf, type Json } from '../chat/read-fields';
import { startEvent } from '../chat/start-event';
import type { AnswerSource } from '../chat/stream-codec';
import { fromStatus } from './finish-reason';
import { toFreeformJson } from './freeform';
import { reasoningSignature, reasoningText } from './reasoning-item';
import { readOpenAiResponsesUsage } from './usage';

/** A whole answer as the events it would have been. Items of kinds unknown to the neutral form are left out. */
export function responsesToChatEvents(body: Json, source: AnswerSource): ChatEvent[] {
  const events: ChatEvent[] = [startEvent(body['id'], body['model'])];
  let calls = 0;
  for (const item of itemsOf(body['output'])) {
    const call = callOf(item);
    if (call === null) events.push(...itemEvents(item, source));
    else {
      const index = calls++;
      events.push(
        { type: 'tool-call', index, id: call.id, name: call.name },
        { type: 'tool-call-delta', index, json: call.json },
      );
    }
  }
  return [...events, ...endEvents(body, calls > 0)];
}

interface Call {
  id: string;
  name: string;
  json: string;
}

/** The call that an item makes, or null. */
export function callOf(item: Json): Call | null {
  const { type } = item;
  if (type !== 'function_call' && type !== 'custom_tool_call') return null;
  return {
    id: stringOf(item['call_id']) ?? stringOf(item['id']) ?? '',
    name: stringOf(item['name']) ?? '',
    json:
      type === 'function_call'
        ? (stringOf(item['arguments']) ?? '')
        : toFreeformJson(item['input']),
  };
}

/** Usage and finish of a terminal response object, or the error it carries. */
export function endEvents(response: Json, hasCalls: boolean): ChatEvent[] {
  if (response['status'] === 'failed') {
    const message = stringOf(recordOf(response['error'])['message']);
    return [{ type: 'error', message: message ?? 'The model provider reported an error.' }];
  }
  const usage = readOpenAiResponsesUsage(response['usage']);
  return [
    ...(usage === null ? [] : [{ type: 'usage' as const, usage }]),
    { type: 'finish', reason: fromStatus(response, hasCalls), stop: null },
  ];
}

function itemEvents(item: Json, { provider }: AnswerSource): ChatEvent[] {
  if (item['type'] === 'reasoning') {
    const signature = reasoningSignature(item, provider);
    return [
      { type: 'reasoning-delta', text: reasoningText(item) },
      ...(signature === null ? [] : [{ type: 'reasoning-signature' as const, signature }]),
    ];
  }
  return itemsOf(item['content']).flatMap((part) => {
    const text = stringOf(part['text']) ?? stringOf(part['refusal']);
    return text ? [{ type: 'text-delta' as const, text }] : [];
  });
}
