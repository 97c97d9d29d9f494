import type { ChatEvent } from '../chat/chat-event';
import { itemsOf, recordOf, stringOf, type Json } from '../chat/read-fields';
import { startEvent } from '../chat/start-event';
import type { AnswerSource } from '../chat/stream-codec';
import { fromDoneReason } from './finish-reason';
import { readOllamaUsage } from './usage';

/** A whole answer as the events it would have been: the same as a stream of one line. */
export function ollamaToChatEvents(body: Json, source: AnswerSource): ChatEvent[] {
  return new OllamaLines(source).read(body);
}

/** Reads the lines of one answer, in order; tool calls are numbered over all of them. */
export class OllamaLines {
  private hasStarted = false;
  private calls = 0;

  constructor(private readonly source: AnswerSource) {}

  read(line: Json): ChatEvent[] {
    const events: ChatEvent[] = [];
    if (!this.hasStarted) {
      this.hasStarted = true;
      events.push(startEvent(line['created_at'], line['model']));
    }
    const message = recordOf(line['message']);
    const thinking = stringOf(message['thinking']) || stringOf(line['thinking']);
    const text = stringOf(message['content']) || stringOf(line['response']);
    if (thinking) events.push({ type: 'reasoning-delta', text: thinking });
    if (text) events.push({ type: 'text-delta', text });
    for (const call of itemsOf(message['tool_calls'] ?? line['tool_calls']))
      events.push(...this.call(call));
    if (line['done'] === true) events.push(...this.end(line));
    return events;
  }

  private call(call: Json): ChatEvent[] {
    const index = this.calls++;
    const target = recordOf(call['function']);
    return [
      {
        type: 'tool-call',
        index,
        // Older servers give no id; the caller only needs to tell the calls of one answer apart.
        id: stringOf(call['id']) || `call_${this.source.answerId}_${index}`,
        name: stringOf(target['name']) ?? '',
      },
      { type: 'tool-call-delta', index, json: JSON.stringify(recordOf(target['arguments'])) },
    ];
  }

  private end(line: Json): ChatEvent[] {
    const usage = readOllamaUsage(line);
    return [
      ...(usage === null ? [] : [{ type: 'usage' as const, usage }]),
      {
        type: 'finish',
        reason: fromDoneReason(line['done_reason'], this.calls > 0),
        stop: null,
      },
    ];
  }
}
