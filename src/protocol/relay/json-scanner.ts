import type { AnswerScanner, ReportedUsage } from './answer-scanner';

/** How to read one dialect's plain JSON answers. Members are those of the answer's outermost object. */
export interface JsonAnswerShape {
  /** Members that are kept and parsed, each at most CAPTURE_BYTES_MAX long. */
  captured: readonly string[];
  /** Members that hold what the model said; only their length is looked at. */
  content: readonly string[];
  usage(members: Record<string, unknown>): ReportedUsage | null;
}

const CAPTURE_BYTES_MAX = 65_536;

/** Fewer tokens than any tokenizer in use makes of so many bytes of JSON on average: safe to charge. */
const BYTES_PER_TOKEN_MAX = 8;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * Reads a plain JSON answer as it arrives, without building it: an embedding of several megabytes costs
 * one pass over its bytes. Nothing is released before the end, because the body is the final event.
 */
export class JsonScanner implements AnswerScanner {
  outputTokensCounted = 0;
  usage: ReportedUsage | null = null;
  model: string | null = null;
  isComplete = false;
  hasError = false;

  /** Null until the first byte that is not white space; an answer that is no object never completes. */
  private isObject: boolean | null = null;
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private isKey = false;
  private key: number[] = [];
  private member: string | null = null;
  private memberBytes = 0;
  private captures: Buffer[] = [];
  private contentBytes = 0;
  private readonly members: Record<string, unknown> = {};

  constructor(private readonly shape: JsonAnswerShape) {}

  get inputTokensReported(): number | null {
    if (this.usage === null) return null;
    return this.usage.input + this.usage.cacheRead + this.usage.cacheWrite;
  }

  push(chunk: Buffer): number {
    if (this.isComplete || this.isObject === false) return 0;
    let valueFrom = 0;
    for (let at = 0; at < chunk.length && !this.isComplete; at++) {
      if (this.isInsideValue) {
        at = this.skip(chunk, at) - 1;
        continue;
      }
      const byte = chunk[at]!;
      if (this.isInString) this.inString(byte);
      else if (this.depth === 1 && (byte === COLON || byte === COMMA || byte === 0x7d)) {
        if (byte === COLON) valueFrom = at + 1;
        this.atMember(byte, chunk.subarray(valueFrom, at));
      } else this.structure(byte);
    }
    if (this.member !== null) this.keep(chunk.subarray(valueFrom));
    return 0;
  }

  close(): void {}

  finishByLength(): Buffer {
    return Buffer.alloc(0);
  }

  private get isInsideValue(): boolean {
    return this.depth > 1 || (this.isInString && !this.isKey);
  }

  /** Passes over what lies inside a value; most of an answer does. Returns the offset after it. */
  private skip(chunk: Buffer, from: number): number {
    let { depth, isInString, isEscaped } = this;
    let at = from;
    for (; at < chunk.length && (depth > 1 || isInString); at++) {
      const byte = chunk[at]!;
      if (isEscaped) isEscaped = false;
      else if (isInString) {
        if (byte === QUOTE) isInString = false;
        else if (byte === BACKSLASH) isEscaped = true;
      } else if (byte === QUOTE) isInString = true;
      else if (byte === 0x7b || byte === 0x5b) depth++;
      else if (byte === 0x7d || byte === 0x5d) depth--;
    }
    this.depth = depth;
    this.isInString = isInString;
    this.isEscaped = isEscaped;
    return at;
  }

  private inString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInString = false;
    // A key with an escape in it is none of those looked for; a long one neither.
    if (this.isInString && this.isKey && this.key.length < 64) this.key.push(byte);
  }

  private structure(byte: number): void {
    if (byte === QUOTE) {
      this.isInString = true;
      this.isKey = this.depth === 1 && this.member === null;
      if (this.isKey) this.key = [];
    } else if (this.isObject === null && byte > 0x20) {
      this.isObject = byte === 0x7b;
      this.depth = 1;
    } else if (byte === 0x7b || byte === 0x5b) this.depth++;
    else if (byte === 0x7d || byte === 0x5d) this.depth--;
  }

  /** At a colon, comma or closing brace of the outermost object; `rest` is this chunk's part of the value before it. */
  private atMember(byte: number, rest: Buffer): void {
    if (byte === COLON) {
      this.member = Buffer.from(this.key).toString();
      return;
    }
    if (this.member !== null) {
      this.keep(rest);
      this.endMember(this.member);
    }
    this.member = null;
    if (byte === COMMA) return;
    this.depth = 0;
    this.finish();
  }

  private keep(part: Buffer): void {
    this.memberBytes += part.length;
    const isWanted = this.member !== null && this.shape.captured.includes(this.member);
    if (isWanted && this.memberBytes <= CAPTURE_BYTES_MAX) this.captures.push(part);
    else this.captures = [];
  }

  private endMember(name: string): void {
    if (this.shape.content.includes(name)) this.contentBytes += this.memberBytes;
    if (this.captures.length > 0) {
      try {
        this.members[name] = JSON.parse(Buffer.concat(this.captures).toString()) as unknown;
      } catch {
        // Not JSON: as good as not sent.
      }
    }
    this.captures = [];
    this.memberBytes = 0;
  }

  private finish(): void {
    this.isComplete = true;
    const { model, error } = this.members;
    this.model = typeof model === 'string' ? model : null;
    this.hasError = error !== undefined && error !== null;
    this.usage = this.hasError ? null : this.shape.usage(this.members);
    this.outputTokensCounted = Math.floor(this.contentBytes / BYTES_PER_TOKEN_MAX);
  }
}
