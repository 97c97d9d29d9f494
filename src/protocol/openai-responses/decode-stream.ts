import type { ChatEvent } from '../chat/chat-event';
import { recordOf, stringOf, type Json } from '../chat/read-fields';
import { startEvent } from '../chat/start-event';
import type { AnswerSource, StreamDecoder } from '../chat/stream-codec';
import { isRecord, parseRecord } from '../relay/token-count';
import { SseParser, type SseEvent } from '../sse/parse';
import { callOf, endEvents } from './parse-answer';
import { reasoningSignature } from './reasoning-item';

interface OpenCall {
  index: number;
  /** Whether any of its arguments came as deltas; otherwise they are taken from the finished item. */
  hasDeltas: boolean;
}

/** A streamed Responses answer as neutral events. */
export class ResponsesDecoder implements StreamDecoder {
  private readonly parser = new SseParser();
  /** By item id: not all servers number their items. */
  private readonly calls = new Map<string, OpenCall>();
  /** Parts of a summary are paragraphs. */
  private summaryParts = 0;

  constructor(private readonly source: AnswerSource) {}

  push(chunk: Buffer): ChatEvent[] {
    return this.parser.push(chunk).flatMap((event) => this.decode(event));
  }

  close(): ChatEvent[] {
    return this.parser.close().flatMap((event) => this.decode(event));
  }

  private decode({ name, data }: SseEvent): ChatEvent[] {
    const body = parseRecord(Buffer.from(data));
    if (body === null) return [];
    switch (name ?? body['type']) {
      case 'response.created': {
        const response = recordOf(body['response']);
        return [startEvent(response['id'], response['model'])];
      }
      case 'response.output_item.added':
        return this.onAdded(recordOf(body['item']));
      case 'response.output_item.done':
        return this.onDone(recordOf(body['item']));
      case 'response.function_call_arguments.delta':
        return this.onArguments(body);
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        return endEvents(recordOf(body['response']), this.calls.size > 0);
      default:
        return this.isError(name, body)
          ? [errorEvent(body)]
          : this.onText(name ?? body['type'], body);
    }
  }

  private onText(type: unknown, body: Json): ChatEvent[] {
    const text = stringOf(body['delta']);
    switch (type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        return text ? [{ type: 'text-delta', text }] : [];
      case 'response.reasoning_summary_part.added':
        this.summaryParts += 1;
        return this.summaryParts > 1 ? [{ type: 'reasoning-delta', text: '\n\n' }] : [];
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return text ? [{ type: 'reasoning-delta', text }] : [];
      default:
        return [];
    }
  }

  private onAdded(item: Json): ChatEvent[] {
    const call = callOf(item);
    this.summaryParts = 0;
    if (call === null) return [];
    const index = this.calls.size;
    this.calls.set(keyOf(item), { index, hasDeltas: false });
    return [{ type: 'tool-call', index, id: call.id, name: call.name }];
  }

  private onArguments(body: Json): ChatEvent[] {
    const call = this.calls.get(stringOf(body['item_id']) ?? '');
    const json = stringOf(body['delta']);
    if (call === undefined || !json) return [];
    call.hasDeltas = true;
    return [{ type: 'tool-call-delta', index: call.index, json }];
  }

  private onDone(item: Json): ChatEvent[] {
    if (item['type'] === 'reasoning') {
      const signature = reasoningSignature(item, this.source.provider);
      return signature === null ? [] : [{ type: 'reasoning-signature', signature }];
    }
    const call = callOf(item);
    const open = this.calls.get(keyOf(item));
    if (call === null || open === undefined || open.hasDeltas) return [];
    return [{ type: 'tool-call-delta', index: open.index, json: call.json }];
  }

  /** Either the dialect's own event, or what llama.cpp sends: an error without a type. */
  private isError(name: string | null, body: Json): boolean {
    return name === 'error' || body['type'] === 'error' || isRecord(body['error']);
  }
}

function keyOf(item: Json): string {
  return stringOf(item['id']) ?? stringOf(item['call_id']) ?? '';
}

function errorEvent(body: Json): ChatEvent {
  const message = stringOf(recordOf(body['error'])['message']) ?? stringOf(body['message']);
  return { type: 'error', message: message ?? 'The model provider reported an error.' };
}
