import type { ChatEvent } from '../chat/chat-event';
import type { AssistantPart, Signature, ToolCallPart } from '../chat/chat-request';
import type { Json } from '../chat/read-fields';
import type { AnswerFace, StreamEncoder } from '../chat/stream-codec';
import type { ReportedUsage } from '../relay/answer-scanner';
import { renderNamedEvent } from '../sse/render';
import { toStatus } from './finish-reason';
import { freeformInput } from './freeform';
import { isFreeform, itemId, renderItem, responseHead } from './render-answer';
import { toResponsesUsage } from './usage';

type OpenPart = Extract<AssistantPart, { type: 'text' | 'reasoning' }>;

/**
 * Neutral events as a Responses stream. Each part of the answer is an item with a place in the output. Text and
 * reasoning close when something else begins; calls stay open to the end, because they may interleave. The terminal
 * event repeats the whole output, as the dialect wants it.
 */
export class ResponsesEncoder implements StreamEncoder {
  private readonly parts: AssistantPart[] = [];
  private open: { part: OpenPart; index: number } | null = null;
  /** Tool call index to item. */
  private readonly calls = new Map<number, { part: ToolCallPart; index: number }>();
  private usage: ReportedUsage | null = null;
  private sequence = 0;

  constructor(private readonly face: AnswerFace) {}

  encode(event: ChatEvent): string {
    switch (event.type) {
      case 'start':
        return ['response.created', 'response.in_progress']
          .map((type) => this.event(type, { response: responseHead(this.face) }))
          .join('');
      case 'text-delta':
        return this.text(event.text);
      case 'reasoning-delta':
        return this.thought(event.text);
      case 'reasoning-signature':
        return this.signature(event.signature);
      case 'tool-call':
        return this.call(event);
      case 'tool-call-delta':
        return this.callDelta(event.index, event.json);
      case 'usage':
        this.usage = event.usage;
        return '';
      case 'finish':
        return this.finish(event);
      case 'error':
        return this.event('response.failed', {
          response: {
            ...responseHead(this.face),
            status: 'failed',
            error: { code: 'server_error', message: event.message },
          },
        });
    }
  }

  private text(text: string): string {
    const opening = this.open?.part.type === 'text' ? '' : this.begin({ type: 'text', text: '' });
    const { part, index } = this.open!;
    part.text += text;
    const delta = { content_index: 0, delta: text, logprobs: [] };
    return opening + this.itemEvent('response.output_text.delta', index, delta);
  }

  private thought(text: string): string {
    const opening =
      this.open?.part.type === 'reasoning'
        ? ''
        : this.begin({ type: 'reasoning', text: '', signature: null });
    const { part, index } = this.open!;
    part.text += text;
    const delta = { summary_index: 0, delta: text };
    return opening + this.itemEvent('response.reasoning_summary_text.delta', index, delta);
  }

  private signature(signature: Signature): string {
    const opening =
      this.open?.part.type === 'reasoning' && !signature.isRedacted
        ? ''
        : this.begin({ type: 'reasoning', text: '', signature: null });
    const { part } = this.open!;
    if (part.type === 'reasoning') part.signature = signature;
    return opening + this.closeOpen();
  }

  private begin(part: OpenPart): string {
    const closing = this.closeOpen();
    const index = this.parts.push(part) - 1;
    this.open = { part, index };
    const id = itemId(this.face, index);
    const item =
      part.type === 'text'
        ? { id, type: 'message', role: 'assistant', status: 'in_progress', content: [] }
        : { id, type: 'reasoning', summary: [] };
    // In the order in which they are sent: each takes the next sequence number.
    const added = this.added(index, item);
    return closing + added + this.firstPart(part, index);
  }

  private firstPart(part: OpenPart, index: number): string {
    return part.type === 'text'
      ? this.itemEvent('response.content_part.added', index, {
          content_index: 0,
          part: { type: 'output_text', text: '', annotations: [], logprobs: [] },
        })
      : this.itemEvent('response.reasoning_summary_part.added', index, {
          summary_index: 0,
          part: { type: 'summary_text', text: '' },
        });
  }

  private closeOpen(): string {
    if (this.open === null) return '';
    const { part, index } = this.open;
    this.open = null;
    const { text } = part;
    const ends =
      part.type === 'text'
        ? [
            this.itemEvent('response.output_text.done', index, {
              content_index: 0,
              text,
              logprobs: [],
            }),
            this.itemEvent('response.content_part.done', index, {
              content_index: 0,
              part: { type: 'output_text', text, annotations: [], logprobs: [] },
            }),
          ]
        : [
            this.itemEvent('response.reasoning_summary_text.done', index, {
              summary_index: 0,
              text,
            }),
            this.itemEvent('response.reasoning_summary_part.done', index, {
              summary_index: 0,
              part: { type: 'summary_text', text },
            }),
          ];
    return ends.join('') + this.done(index);
  }

  private call({ index, id, name }: Extract<ChatEvent, { type: 'tool-call' }>): string {
    const closing = this.closeOpen();
    const part: ToolCallPart = { type: 'tool-call', id, name, json: '' };
    const place = this.parts.push(part) - 1;
    this.calls.set(index, { part, index: place });
    const item = renderItem(part, itemId(this.face, place), this.face);
    return closing + this.added(place, { ...item, status: 'in_progress' });
  }

  private callDelta(index: number, json: string): string {
    const call = this.calls.get(index);
    if (call === undefined) return '';
    call.part.json += json;
    // A free text is inside the JSON and can only be told once that is whole.
    if (isFreeform(call.part.name, this.face)) return '';
    return this.itemEvent('response.function_call_arguments.delta', call.index, { delta: json });
  }

  private closeCall({ part, index }: { part: ToolCallPart; index: number }): string {
    const { name, json } = part;
    if (!isFreeform(name, this.face)) {
      const ended = this.itemEvent('response.function_call_arguments.done', index, {
        name,
        arguments: json,
      });
      return ended + this.done(index);
    }
    const input = freeformInput(json);
    return [
      this.itemEvent('response.custom_tool_call_input.delta', index, { delta: input }),
      this.itemEvent('response.custom_tool_call_input.done', index, { input }),
      this.done(index),
    ].join('');
  }

  private finish({ reason }: Extract<ChatEvent, { type: 'finish' }>): string {
    const closing = this.closeOpen();
    const calls = [...this.calls.values()].map((call) => this.closeCall(call)).join('');
    const status = toStatus(reason);
    const response = {
      ...responseHead(this.face),
      ...status,
      output: this.parts.map((part, at) => renderItem(part, itemId(this.face, at), this.face)),
      usage: toResponsesUsage(this.usage),
    };
    const type = status['status'] === 'incomplete' ? 'response.incomplete' : 'response.completed';
    return closing + calls + this.event(type, { response });
  }

  private added(index: number, item: Json): string {
    return this.event('response.output_item.added', { output_index: index, item });
  }

  private done(index: number): string {
    const item = renderItem(this.parts[index]!, itemId(this.face, index), this.face);
    return this.event('response.output_item.done', { output_index: index, item });
  }

  private itemEvent(type: string, index: number, rest: Json): string {
    return this.event(type, { item_id: itemId(this.face, index), output_index: index, ...rest });
  }

  private event(type: string, rest: Json): string {
    return renderNamedEvent({ type, sequence_number: this.sequence++, ...rest });
  }
}
