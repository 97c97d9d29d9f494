import { LINE_BYTES_MAX, LineReader } from './line-reader';

/**
 * - `pass`  the event may go to the client
 * - `tail`  it and all that follow are held back; the following are still looked at
 * - `hold`  it is the last one: it and all that follow are held back unseen
 */
export type Verdict = 'pass' | 'tail' | 'hold';

/**
 * Told of each whole event. `name` is the SSE event name, null when there is none; `data` is null when
 * the event was too long to keep.
 */
export type EventJudge = (name: string | null, data: Buffer | null) => Verdict;

/** Lets whole events of a stream pass until one is to be held back; then nothing passes any more. */
export interface EventTap {
  /** Returns how many more bytes may pass. */
  push(chunk: Buffer): number;
  close(): void;
}

const EVENT = Buffer.from('event:');
const DATA = Buffer.from('data:');
const LINE_FEED = Buffer.from('\n');
const SPACE = 0x20;

/** Offsets of the stream: what may pass, and what was already reported as passing. */
class Gate {
  private passable = 0;
  private reported = 0;
  private isTail = false;
  /** Nothing that follows matters. */
  isShut = false;

  /** The event that ends at `end` was judged. */
  settle(verdict: Verdict, end: number): void {
    if (verdict === 'hold') this.isShut = true;
    if (verdict !== 'pass') this.isTail = true;
    this.passTo(end);
  }

  passTo(offset: number): void {
    if (!this.isTail) this.passable = offset;
  }

  report(): number {
    const more = this.passable - this.reported;
    this.reported = this.passable;
    return more;
  }
}

function startsWith(line: Buffer, prefix: Buffer): boolean {
  return line.length >= prefix.length && prefix.compare(line, 0, prefix.length) === 0;
}

/** The value of an SSE field line: what follows the colon, without one leading space. */
function fieldValue(line: Buffer, prefixBytes: number): Buffer {
  return line.subarray(line[prefixBytes] === SPACE ? prefixBytes + 1 : prefixBytes);
}

/** Server-sent events (WHATWG HTML, "9.2 Server-sent events"); a lone CR as line end is not supported. */
export class SseTap implements EventTap {
  private readonly gate = new Gate();
  private readonly lines = new LineReader((line, end) => this.onLine(line, end));
  private name: string | null = null;
  private data: Buffer[] = [];
  private dataBytes = 0;
  private isTooLong = false;

  constructor(private readonly judge: EventJudge) {}

  push(chunk: Buffer): number {
    if (this.gate.isShut) return 0;
    this.lines.push(chunk);
    // An event that nobody could hold in memory is let through as it comes rather than piled up.
    if (this.lines.unfinishedBytes > LINE_BYTES_MAX || this.isTooLong) {
      this.isTooLong = true;
      this.gate.passTo(this.lines.received);
    }
    return this.gate.report();
  }

  close(): void {
    if (this.gate.isShut) return;
    this.lines.close();
    this.endEvent(this.lines.received);
  }

  private onLine(line: Buffer | null, end: number): void {
    if (this.gate.isShut) return;
    if (line === null) this.isTooLong = true;
    else if (line.length === 0) this.endEvent(end);
    else if (startsWith(line, DATA)) this.addData(fieldValue(line, DATA.length));
    else if (startsWith(line, EVENT)) this.name = fieldValue(line, EVENT.length).toString('latin1');
  }

  private addData(value: Buffer): void {
    this.dataBytes += value.length + 1;
    if (this.dataBytes > LINE_BYTES_MAX) this.isTooLong = true;
    if (this.isTooLong) this.data = [];
    else this.data.push(value);
  }

  private endEvent(end: number): void {
    const hasContent = this.name !== null || this.dataBytes > 0 || this.isTooLong;
    const verdict = hasContent ? this.judge(this.name, this.joinData()) : 'pass';
    this.name = null;
    this.data = [];
    this.dataBytes = 0;
    this.isTooLong = false;
    this.gate.settle(verdict, end);
  }

  /** Several data lines of one event are one value with line feeds between them. */
  private joinData(): Buffer | null {
    if (this.isTooLong) return null;
    if (this.data.length === 1) return this.data[0]!;
    return Buffer.concat(this.data.flatMap((line, n) => (n === 0 ? [line] : [LINE_FEED, line])));
  }
}

/** One JSON value per line, as Ollama streams. */
export class NdjsonTap implements EventTap {
  private readonly gate = new Gate();
  private readonly lines = new LineReader((line, end) => this.onLine(line, end));

  constructor(private readonly judge: EventJudge) {}

  push(chunk: Buffer): number {
    if (this.gate.isShut) return 0;
    this.lines.push(chunk);
    if (this.lines.unfinishedBytes > LINE_BYTES_MAX) this.gate.passTo(this.lines.received);
    return this.gate.report();
  }

  close(): void {
    if (!this.gate.isShut) this.lines.close();
  }

  private onLine(line: Buffer | null, end: number): void {
    if (this.gate.isShut) return;
    const isEmpty = line !== null && line.length === 0;
    this.gate.settle(isEmpty ? 'pass' : this.judge(null, line), end);
  }
}
