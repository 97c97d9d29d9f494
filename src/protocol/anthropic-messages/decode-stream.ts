import type { ChatEvent } from '../chat/chat-event';
import { recordOf, stringOf, type Json } from '../chat/read-fields';
import { startEvent } from '../chat/start-event';
import type { AnswerSource, StreamDecoder } from '../chat/stream-codec';
import { parseRecord } from '../relay/token-count';
import { SseParser, type SseEvent } from '../sse/parse';
import { fromStopReason } from './finish-reason';
import { signatureEvents } from './parse-answer';
import { mergeAnthropicUsage, readAnthropicUsage } from './usage';

/** A streamed Anthropic answer as neutral events. */
export class AnthropicDecoder implements StreamDecoder {
  private readonly parser = new SseParser();
  /** Content block index to tool call index. */
  private readonly calls = new Map<number, number>();
  private usage: Json = {};

  private readonly provider: string;

  constructor(source: AnswerSource) {
    this.provider = source.provider;
  }

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
      case 'message_start':
        return this.onStart(recordOf(body['message']));
      case 'content_block_start':
        return this.onBlock(Number(body['index']), recordOf(body['content_block']));
      case 'content_block_delta':
        return this.onDelta(Number(body['index']), recordOf(body['delta']));
      case 'message_delta':
        return this.onEnd(body);
      case 'error': {
        const message = stringOf(recordOf(body['error'])['message'] ?? body['message']);
        return [{ type: 'error', message: message ?? 'The model provider reported an error.' }];
      }
      default:
        return [];
    }
  }

  private onStart(message: Json): ChatEvent[] {
    this.usage = recordOf(message['usage']);
    return [startEvent(message['id'], message['model'])];
  }

  private onBlock(index: number, block: Json): ChatEvent[] {
    switch (block['type']) {
      case 'text':
        return textEvents('text-delta', block['text']);
      case 'thinking':
        return textEvents('reasoning-delta', block['thinking']);
      case 'redacted_thinking':
        return signatureEvents(block['data'], this.provider, true);
      case 'tool_use': {
        const call = this.calls.size;
        this.calls.set(index, call);
        return [
          { type: 'tool-call', index: call, id: String(block['id']), name: String(block['name']) },
        ];
      }
      default:
        return [];
    }
  }

  private onDelta(index: number, delta: Json): ChatEvent[] {
    switch (delta['type']) {
      case 'text_delta':
        return textEvents('text-delta', delta['text']);
      case 'thinking_delta':
        return textEvents('reasoning-delta', delta['thinking']);
      case 'signature_delta':
        return signatureEvents(delta['signature'], this.provider, false);
      case 'input_json_delta': {
        const call = this.calls.get(index);
        const json = stringOf(delta['partial_json']);
        return call === undefined || !json ? [] : [{ type: 'tool-call-delta', index: call, json }];
      }
      default:
        return [];
    }
  }

  private onEnd(body: Json): ChatEvent[] {
    this.usage = mergeAnthropicUsage(this.usage, recordOf(body['usage']));
    const usage = readAnthropicUsage(this.usage);
    const delta = recordOf(body['delta']);
    return [
      ...(usage === null ? [] : [{ type: 'usage' as const, usage }]),
      {
        type: 'finish',
        reason: fromStopReason(delta['stop_reason']),
        stop: stringOf(delta['stop_sequence']),
      },
    ];
  }
}

function textEvents(type: 'text-delta' | 'reasoning-delta', text: unknown): ChatEvent[] {
  return typeof text === 'string' && text !== '' ? [{ type, text }] : [];
}
