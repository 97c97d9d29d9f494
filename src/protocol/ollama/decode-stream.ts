import type { ChatEvent } from '../chat/chat-event';
import type { AnswerSource, StreamDecoder } from '../chat/stream-codec';
import { LineReader } from '../relay/line-reader';
import { parseRecord } from '../relay/token-count';
import { OllamaLines } from './parse-answer';

/** A streamed Ollama answer as neutral events. */
export class OllamaDecoder implements StreamDecoder {
  private readonly answer: OllamaLines;
  private events: ChatEvent[] = [];
  private readonly lines = new LineReader((line) => {
    if (line !== null) this.events.push(...this.decode(line));
  });

  constructor(source: AnswerSource) {
    this.answer = new OllamaLines(source);
  }

  push(chunk: Buffer): ChatEvent[] {
    this.lines.push(chunk);
    return this.take();
  }

  close(): ChatEvent[] {
    this.lines.close();
    return this.take();
  }

  private decode(line: Buffer): ChatEvent[] {
    const body = parseRecord(line);
    if (body === null) return [];
    const { error } = body;
    return typeof error === 'string' ? [{ type: 'error', message: error }] : this.answer.read(body);
  }

  private take(): ChatEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }
}
