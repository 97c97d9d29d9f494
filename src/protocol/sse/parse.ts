import { LineReader } from '../relay/line-reader';

export interface SseEvent {
  /** Null when the stream names no event. */
  name: string | null;
  data: string;
}

/** Server-sent events of a byte stream, split anywhere. Lines too long to keep are left out. */
export class SseParser {
  private readonly lines = new LineReader((line) => this.onLine(line));
  private events: SseEvent[] = [];
  private name: string | null = null;
  private data: string[] = [];

  push(chunk: Buffer): SseEvent[] {
    this.lines.push(chunk);
    return this.take();
  }

  /** At a clean end: an event that lacks only its blank line counts. */
  close(): SseEvent[] {
    this.lines.close();
    this.dispatch();
    return this.take();
  }

  private take(): SseEvent[] {
    const events = this.events;
    this.events = [];
    return events;
  }

  private onLine(line: Buffer | null): void {
    if (line === null) return;
    if (line.length === 0) {
      this.dispatch();
      return;
    }
    const text = line.toString();
    const colon = text.indexOf(':');
    const field = colon === -1 ? text : text.slice(0, colon);
    const value = colon === -1 ? '' : text.slice(text[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') this.name = value;
    else if (field === 'data') this.data.push(value);
  }

  private dispatch(): void {
    if (this.name !== null || this.data.length > 0) {
      this.events.push({ name: this.name, data: this.data.join('\n') });
    }
    this.name = null;
    this.data = [];
  }
}
