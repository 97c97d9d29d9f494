const LF = 0x0a;
const CR = 0x0d;

/** A line longer than this is not kept: it is reported as null, whether it came in one piece or in many. */
export const LINE_BYTES_MAX = 1_048_576;

/** `line` is without its end mark, or null when it was too long to keep; `end` is the offset in the stream after it. */
export type LineListener = (line: Buffer | null, end: number) => void;

/** Cuts a byte stream, split anywhere, into lines that end in LF or CRLF. Keeps at most one line. */
export class LineReader {
  /** Bytes seen so far. */
  received = 0;
  private parts: Buffer[] = [];
  private partBytes = 0;

  constructor(private readonly listener: LineListener) {}

  push(chunk: Buffer): void {
    const base = this.received;
    this.received += chunk.length;
    let from = 0;
    for (;;) {
      const at = chunk.indexOf(LF, from);
      if (at === -1) break;
      this.listener(this.join(chunk.subarray(from, at)), base + at + 1);
      from = at + 1;
    }
    if (from < chunk.length) this.keep(chunk.subarray(from));
  }

  /** Reports what is left as a line. */
  close(): void {
    if (this.partBytes > 0) this.listener(this.join(Buffer.alloc(0)), this.received);
  }

  get unfinishedBytes(): number {
    return this.partBytes;
  }

  private join(last: Buffer): Buffer | null {
    let line: Buffer | null = last;
    if (this.partBytes > 0) {
      const bytes = this.partBytes + last.length;
      line = bytes > LINE_BYTES_MAX ? null : Buffer.concat([...this.parts, last], bytes);
      this.parts = [];
      this.partBytes = 0;
    } else if (last.length > LINE_BYTES_MAX) line = null;
    if (line !== null && line.length > 0 && line[line.length - 1] === CR) {
      return line.subarray(0, -1);
    }
    return line;
  }

  private keep(part: Buffer): void {
    this.partBytes += part.length;
    if (this.partBytes > LINE_BYTES_MAX) this.parts = [];
    else this.parts.push(part);
  }
}
