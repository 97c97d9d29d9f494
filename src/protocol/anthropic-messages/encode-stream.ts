import type { ChatEvent } from '../chat/chat-event';
import type { AnswerFace, StreamEncoder } from '../chat/stream-codec';
import type { ReportedUsage } from '../relay/answer-scanner';
import { renderNamedEvent } from '../sse/render';
import { toStopReason } from './finish-reason';
import { signatureText } from './render-answer';
import { toAnthropicUsage } from './usage';

type OpenBlock = { kind: 'text' | 'reasoning'; index: number };

/**
 * Neutral events as an Anthropic stream. Text and thinking blocks close when something else begins. Tool
 * blocks stay open to the end, because calls may interleave and the SDKs put deltas together by index.
 */
export class AnthropicEncoder implements StreamEncoder {
  private blocks = 0;
  private open: OpenBlock | null = null;
  /** Tool call index to content block index. */
  private readonly calls = new Map<number, number>();
  private usage: ReportedUsage | null = null;

  constructor(private readonly face: AnswerFace) {}

  encode(event: ChatEvent): string {
    switch (event.type) {
      case 'start':
        return this.start();
      case 'text-delta':
        return this.delta('text', { type: 'text_delta', text: event.text });
      case 'reasoning-delta':
        return this.delta('reasoning', { type: 'thinking_delta', thinking: event.text });
      case 'reasoning-signature':
        return this.signature(event);
      case 'tool-call':
        return this.call(event);
      case 'tool-call-delta':
        return this.callDelta(event);
      case 'usage':
        this.usage = event.usage;
        return '';
      case 'finish':
        return this.finish(event);
      case 'error':
        return renderNamedEvent({
          type: 'error',
          error: { type: 'api_error', message: event.message },
          request_id: this.face.requestId,
        });
    }
  }

  private start(): string {
    const { id, model, inputTokensEstimate } = this.face;
    const usage = {
      input: inputTokensEstimate,
      cacheRead: 0,
      cacheWrite: 0,
      output: 0,
      reasoning: 0,
    };
    return renderNamedEvent({
      type: 'message_start',
      message: {
        id: `msg_${id}`,
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: toAnthropicUsage(usage),
      },
    });
  }

  private delta(kind: OpenBlock['kind'], delta: object): string {
    const block =
      kind === 'text'
        ? { type: 'text', text: '' }
        : { type: 'thinking', thinking: '', signature: '' };
    const opening = this.open?.kind === kind ? '' : this.begin(kind, block);
    return opening + this.blockDelta(this.open!.index, delta);
  }

  private begin(kind: OpenBlock['kind'], block: object): string {
    const closing = this.closeOpen();
    const index = this.blocks++;
    this.open = { kind, index };
    return closing + this.blockStart(index, block);
  }

  private signature(event: Extract<ChatEvent, { type: 'reasoning-signature' }>): string {
    const text = signatureText(event.signature);
    if (event.signature.isRedacted) {
      const closing = this.closeOpen();
      const index = this.blocks++;
      const block = { type: 'redacted_thinking', data: text };
      return closing + this.blockStart(index, block) + this.blockStop(index);
    }
    // A provider that signs without showing the thought still needs its signature back.
    const opening =
      this.open?.kind === 'reasoning'
        ? ''
        : this.begin('reasoning', { type: 'thinking', thinking: '', signature: '' });
    const delta = this.blockDelta(this.open!.index, { type: 'signature_delta', signature: text });
    return opening + delta + this.closeOpen();
  }

  private call({ index, id, name }: Extract<ChatEvent, { type: 'tool-call' }>): string {
    const closing = this.closeOpen();
    const block = this.blocks++;
    this.calls.set(index, block);
    return closing + this.blockStart(block, { type: 'tool_use', id, name, input: {} });
  }

  private callDelta({ index, json }: Extract<ChatEvent, { type: 'tool-call-delta' }>): string {
    const block = this.calls.get(index);
    if (block === undefined) return '';
    return this.blockDelta(block, { type: 'input_json_delta', partial_json: json });
  }

  private finish({ reason, stop }: Extract<ChatEvent, { type: 'finish' }>): string {
    const calls = [...this.calls.values()].map((index) => this.blockStop(index)).join('');
    const delta = {
      stop_reason: toStopReason(reason, stop),
      stop_sequence: reason === 'stop' ? stop : null,
    };
    return [
      this.closeOpen(),
      calls,
      renderNamedEvent({ type: 'message_delta', delta, usage: toAnthropicUsage(this.usage) }),
      renderNamedEvent({ type: 'message_stop' }),
    ].join('');
  }

  private closeOpen(): string {
    if (this.open === null) return '';
    const { index } = this.open;
    this.open = null;
    return this.blockStop(index);
  }

  private blockStart(index: number, block: object): string {
    return renderNamedEvent({ type: 'content_block_start', index, content_block: block });
  }

  private blockDelta(index: number, delta: object): string {
    return renderNamedEvent({ type: 'content_block_delta', index, delta });
  }

  private blockStop(index: number): string {
    return renderNamedEvent({ type: 'content_block_stop', index });
  }
}
