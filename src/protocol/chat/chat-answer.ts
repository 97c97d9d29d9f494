import type { ReportedUsage } from '../relay/answer-scanner';
import type { ChatEvent, FinishReason } from './chat-event';
import type { AssistantPart, ToolCallPart } from './chat-request';

/** A whole answer. An answer that is not streamed is the same events, folded. */
export interface ChatAnswer {
  id: string;
  model: string;
  parts: readonly AssistantPart[];
  finish: FinishReason;
  /** The stop sequence that ended it, where the provider says so. */
  stop: string | null;
  usage: ReportedUsage | null;
  /** Set when the answer ended in an error event. */
  error: string | null;
}

/** Folds events into the answer they make. Total: events out of place are ignored. */
export function foldEvents(events: Iterable<ChatEvent>): ChatAnswer {
  const fold = new Fold();
  for (const event of events) fold.add(event);
  return fold.answer;
}

class Fold {
  readonly answer: ChatAnswer & { parts: AssistantPart[] } = {
    id: '',
    model: '',
    parts: [],
    finish: 'error',
    stop: null,
    usage: null,
    error: null,
  };
  private readonly calls = new Map<number, ToolCallPart>();

  add(event: ChatEvent): void {
    const { answer } = this;
    switch (event.type) {
      case 'start':
        answer.id = event.id;
        answer.model = event.model;
        break;
      case 'text-delta':
        this.addText(event.text);
        break;
      case 'reasoning-delta':
      case 'reasoning-signature':
        this.addReasoning(event);
        break;
      case 'tool-call':
      case 'tool-call-delta':
        this.addCall(event);
        break;
      case 'usage':
        answer.usage = event.usage;
        break;
      case 'finish':
        answer.finish = event.reason;
        answer.stop = event.stop;
        break;
      case 'error':
        answer.error = event.message;
    }
  }

  private addText(text: string): void {
    const last = this.answer.parts.at(-1);
    if (last?.type === 'text') last.text += text;
    else if (text !== '') this.answer.parts.push({ type: 'text', text });
  }

  private addReasoning(
    event: Extract<ChatEvent, { type: 'reasoning-delta' | 'reasoning-signature' }>,
  ): void {
    const { parts } = this.answer;
    if (event.type === 'reasoning-delta') {
      const last = parts.at(-1);
      if (last?.type === 'reasoning' && last.signature === null) last.text += event.text;
      else if (event.text !== '')
        parts.push({ type: 'reasoning', text: event.text, signature: null });
      return;
    }
    const { signature } = event;
    const open = parts.findLast((part) => part.type === 'reasoning' && part.signature === null);
    if (open?.type === 'reasoning' && !signature.isRedacted) open.signature = signature;
    else parts.push({ type: 'reasoning', text: '', signature });
  }

  private addCall(event: Extract<ChatEvent, { type: 'tool-call' | 'tool-call-delta' }>): void {
    if (event.type === 'tool-call-delta') {
      const call = this.calls.get(event.index);
      if (call !== undefined) call.json += event.json;
      return;
    }
    const call: ToolCallPart = { type: 'tool-call', id: event.id, name: event.name, json: '' };
    this.calls.set(event.index, call);
    this.answer.parts.push(call);
  }
}
