import type { ChatEvent } from '../chat/chat-event';
import type { ToolCallPart } from '../chat/chat-request';
import type { Json } from '../chat/read-fields';
import type { AnswerFace, StreamEncoder } from '../chat/stream-codec';
import type { ReportedUsage } from '../relay/answer-scanner';
import { renderEnd, renderSaid, type OllamaDoor, type Said } from './render-answer';

/**
 * Neutral events as lines of an Ollama stream. The dialect knows no partial tool calls: they are gathered and told
 * whole, just before the end.
 */
export class OllamaEncoder implements StreamEncoder {
  private readonly calls = new Map<number, ToolCallPart>();
  private usage: ReportedUsage | null = null;

  constructor(
    private readonly face: AnswerFace,
    private readonly door: OllamaDoor,
  ) {}

  encode(event: ChatEvent): string {
    switch (event.type) {
      case 'text-delta':
        return this.say({ text: event.text });
      case 'reasoning-delta':
        return this.say({ thinking: event.text });
      case 'tool-call':
        this.calls.set(event.index, {
          type: 'tool-call',
          id: event.id,
          name: event.name,
          json: '',
        });
        return '';
      case 'tool-call-delta':
        this.extend(event.index, event.json);
        return '';
      case 'usage':
        this.usage = event.usage;
        return '';
      case 'finish':
        return this.finish(event);
      case 'error':
        return line({ error: event.message });
      case 'start':
      case 'reasoning-signature':
        return '';
    }
  }

  private say(said: Partial<Said>): string {
    return line({ ...this.render(said), done: false });
  }

  private render(said: Partial<Said>): Json {
    return renderSaid({ text: '', thinking: '', calls: [], ...said }, this.face, this.door);
  }

  private extend(index: number, json: string): void {
    const call = this.calls.get(index);
    if (call !== undefined) call.json += json;
  }

  private finish({ reason }: Extract<ChatEvent, { type: 'finish' }>): string {
    const calls = [...this.calls.values()];
    const called = calls.length === 0 ? '' : this.say({ calls });
    return called + line({ ...this.render({}), ...renderEnd(reason, this.usage) });
  }
}

function line(object: Json): string {
  return `${JSON.stringify(object)}\n`;
}
