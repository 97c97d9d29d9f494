import type { ChatEvent, FinishReason } from '../chat/chat-event';
import { itemsOf, numberOf, recordOf, stringOf, type Json } from '../chat/read-fields';
import { startEvent } from '../chat/start-event';
import type { AnswerSource, StreamDecoder } from '../chat/stream-codec';
import type { ReportedUsage } from '../relay/answer-scanner';
import { isRecord, parseRecord } from '../relay/token-count';
import { SseParser, type SseEvent } from '../sse/parse';
import { fromFinishReason } from './finish-reason';
import { textEvents } from './parse-answer';
import { readOpenAiUsage } from './usage';

/**
 * A streamed OpenAI chat answer as neutral events. The usage chunk comes after the one with the finish reason:
 * `finish` is therefore told at [DONE], or at the end of a stream that has none.
 */
export class OpenAiChatDecoder implements StreamDecoder {
  private readonly parser = new SseParser();
  private hasStarted = false;
  private readonly calls = new Set<number>();
  private usage: ReportedUsage | null = null;
  private finish: FinishReason | null = null;

  constructor(private readonly source: AnswerSource) {}

  push(chunk: Buffer): ChatEvent[] {
    return this.parser.push(chunk).flatMap((event) => this.decode(event));
  }

  close(): ChatEvent[] {
    return [...this.parser.close().flatMap((event) => this.decode(event)), ...this.end()];
  }

  private decode({ data }: SseEvent): ChatEvent[] {
    if (data.trim() === '[DONE]') return this.end();
    const chunk = parseRecord(Buffer.from(data));
    if (chunk === null) return [];
    const { error } = chunk;
    if (isRecord(error) || typeof error === 'string') {
      this.finish = null;
      const message = typeof error === 'string' ? error : stringOf(error['message']);
      return [{ type: 'error', message: message ?? 'The model provider reported an error.' }];
    }
    return [...this.start(chunk), ...this.onChunk(chunk)];
  }

  private start(chunk: Json): ChatEvent[] {
    if (this.hasStarted) return [];
    this.hasStarted = true;
    return [startEvent(chunk['id'], chunk['model'])];
  }

  private onChunk(chunk: Json): ChatEvent[] {
    const usage = chunk['usage'] ?? recordOf(chunk['x_groq'])['usage'];
    if (isRecord(usage)) this.usage = readOpenAiUsage(usage);
    const choice = itemsOf(chunk['choices'])[0];
    // Other choices are answers of their own; a translated call asked for one.
    if (choice === undefined || (numberOf(choice['index']) ?? 0) !== 0) return [];
    if (typeof choice['finish_reason'] === 'string') {
      this.finish = fromFinishReason(choice['finish_reason']);
    }
    const delta = recordOf(choice['delta']);
    return [
      ...textEvents(delta),
      ...itemsOf(delta['tool_calls']).flatMap((call) => this.onCall(call)),
    ];
  }

  private onCall(call: Json): ChatEvent[] {
    const index = numberOf(call['index']) ?? 0;
    const { name, arguments: json } = recordOf(call['function']);
    const events: ChatEvent[] = [];
    if (!this.calls.has(index)) {
      this.calls.add(index);
      events.push({
        type: 'tool-call',
        index,
        id: stringOf(call['id']) ?? `call_${this.source.answerId}_${index}`,
        name: stringOf(name) ?? '',
      });
    }
    if (typeof json === 'string' && json !== '') {
      events.push({ type: 'tool-call-delta', index, json });
    }
    return events;
  }

  private end(): ChatEvent[] {
    if (this.finish === null) return [];
    const reason = this.finish;
    this.finish = null;
    return [
      ...(this.usage === null ? [] : [{ type: 'usage' as const, usage: this.usage }]),
      { type: 'finish', reason, stop: null },
    ];
  }
}
