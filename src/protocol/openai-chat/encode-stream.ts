import type { ChatEvent } from '../chat/chat-event';
import type { Json } from '../chat/read-fields';
import type { AnswerFace, StreamEncoder } from '../chat/stream-codec';
import type { ReportedUsage } from '../relay/answer-scanner';
import { renderDataEvent } from '../sse/render';
import { toFinishReason } from './finish-reason';
import { reasoningDetails } from './render-answer';
import { toOpenAiUsage } from './usage';

/** Neutral events as a stream of OpenAI chat chunks. */
export class OpenAiChatEncoder implements StreamEncoder {
  private usage: ReportedUsage | null = null;
  private thought = '';

  constructor(private readonly face: AnswerFace) {}

  encode(event: ChatEvent): string {
    switch (event.type) {
      case 'start':
        return this.delta({ role: 'assistant', content: '' });
      case 'text-delta':
        return this.delta({ content: event.text });
      case 'reasoning-delta':
        this.thought += event.text;
        return this.delta({ reasoning_content: event.text });
      case 'reasoning-signature':
        return this.signature(event);
      case 'tool-call':
        return this.call(event.index, {
          id: event.id,
          type: 'function',
          function: { name: event.name, arguments: '' },
        });
      case 'tool-call-delta':
        return this.call(event.index, { function: { arguments: event.json } });
      case 'usage':
        this.usage = event.usage;
        return '';
      case 'finish':
        return this.finish(event);
      case 'error':
        return renderDataEvent({
          error: {
            message: event.message,
            type: 'server_error',
            param: null,
            code: 'upstream_failed',
          },
        });
    }
  }

  private signature({ signature }: Extract<ChatEvent, { type: 'reasoning-signature' }>): string {
    const text = signature.isRedacted ? '' : this.thought;
    this.thought = '';
    return this.delta({
      reasoning_details: reasoningDetails([{ type: 'reasoning', text, signature }]),
    });
  }

  private call(index: number, call: Json): string {
    return this.delta({ tool_calls: [{ index, ...call }] });
  }

  private finish({ reason }: Extract<ChatEvent, { type: 'finish' }>): string {
    const last = this.delta({}, toFinishReason(reason));
    const usage = this.face.wantsUsage
      ? renderDataEvent({ ...this.head(), choices: [], usage: toOpenAiUsage(this.usage) })
      : '';
    return `${last}${usage}data: [DONE]\n\n`;
  }

  private delta(delta: Json, finish_reason: string | null = null): string {
    const choice = { index: 0, delta, logprobs: null, finish_reason };
    return renderDataEvent({ ...this.head(), choices: [choice] });
  }

  private head(): Json {
    const { id, createdAtMs, model } = this.face;
    return {
      id: `chatcmpl-${id}`,
      object: 'chat.completion.chunk',
      created: Math.floor(createdAtMs / 1000),
      model,
    };
  }
}
