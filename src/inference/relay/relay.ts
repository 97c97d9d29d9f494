import type { ServerResponse } from 'node:http';
import type { AnswerScanner } from '../../protocol/relay/answer-scanner';
import type { UpstreamCall, UpstreamFailure, UpstreamSink } from '../../providers/providers.types';
import type { Ending } from '../logic/settle-attempt';
import { toClientHeaders } from '../logic/forward-headers';
import { Allowance } from './allowance';

/** From this status on it is no answer: an error, or a redirect, which would show the upstream's address. */
const REFUSED = 300;
/** Of an upstream's error body this much is read; the rest says nothing new. */
const ERROR_BODY_BYTES_MAX = 64 * 1024;

export interface RelayEnd {
  ending: Ending;
  upstreamStatus: number | null;
  upstreamHeaders: Record<string, string | string[] | undefined>;
  /** The body of a `rejected` answer, cut at 64 KiB. */
  errorBody: Buffer;
  failure: UpstreamFailure | null;
  firstTokenMs: number | null;
  /** Of the tokens counted, those that were covered and went on to the client. */
  outputTokensRelayed: number;
}

/** What waits for cover: read by the scanner, not sent on. */
interface Uncovered {
  piece: Buffer;
  releasable: number;
  rest: Buffer[];
}

export interface RelayOptions {
  response: ServerResponse;
  scanner: AnswerScanner;
  allowance: Allowance | null;
  /** Headers of ours on every answer. */
  headers: readonly Record<string, string>[];
  clientStallTimeoutMs: number;
  /** Keeps a copy of what the client gets, for repeats; null when nobody may ask again. */
  copy: { add(chunk: Buffer): void } | null;
}

/**
 * One answer on its way from an upstream's socket to a client's, byte for byte. The relay obeys
 * back-pressure, reads usage as it passes, and keeps the final event back until `release`, so that a
 * clean end implies a booked end.
 */
export class Relay implements UpstreamSink {
  readonly ended: Promise<RelayEnd>;
  readonly scanner: AnswerScanner;
  hasWritten = false;
  private readonly startedAt = performance.now();
  private resolve!: (end: RelayEnd) => void;
  private upstream: UpstreamCall | null = null;
  /** Nothing more will be relayed; true from the start when the client left before. */
  isOver = false;
  private status: number | null = null;
  private upstreamHeaders: Record<string, string | string[] | undefined> = {};
  private errorParts: Buffer[] = [];
  private errorLength = 0;
  /** Not yet released, in order. */
  private pending: Buffer[] = [];
  private uncovered: Uncovered | null = null;
  /** The end came while something waited for cover. */
  private hasUpstreamEnded = false;
  private outputTokensRelayed = 0;
  private firstTokenMs: number | null = null;
  private stallTimer: NodeJS.Timeout | null = null;

  constructor(private readonly options: RelayOptions) {
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.scanner = options.scanner;
    options.response.once('close', this.onClientClose);
    // The close is told only once, and may have been while the call waited for its hold.
    if (options.response.destroyed) this.end('client-left');
    if (options.allowance !== null) {
      options.allowance.onRefused = () => this.end('cut');
      options.allowance.onGranted = () => this.goOn();
    }
  }

  /** Call once, with the call that feeds this relay. */
  attach(upstream: UpstreamCall): void {
    this.upstream = upstream;
    if (this.isOver) upstream.abort();
  }

  /** Ends the attempt from our side: policy, admin, shutdown. */
  cut(): void {
    this.end('cut');
  }

  onStart(status: number, headers: Record<string, string | string[] | undefined>): void {
    this.status = status;
    this.upstreamHeaders = headers;
  }

  onData(chunk: Buffer): boolean {
    if (this.isOver) return true;
    if (this.status! >= REFUSED) return this.keepError(chunk);
    if (this.uncovered !== null) {
      this.uncovered.rest.push(chunk);
      return false;
    }
    // Near the end of the cover events are taken one by one, so that none is sent that is not covered.
    const isTight = this.options.allowance?.isTightFor(chunk.length) === true;
    return this.take(isTight ? splitLines(chunk) : [chunk]);
  }

  /** Reads, books and sends on what came. False when the upstream has to wait. */
  private take(pieces: Buffer[]): boolean {
    const { scanner } = this;
    const { allowance } = this.options;
    let isRoomLeft = true;
    for (const [index, piece] of pieces.entries()) {
      const releasable = scanner.push(piece);
      if (this.firstTokenMs === null && scanner.outputTokensCounted > 0) {
        this.firstTokenMs = Math.round(performance.now() - this.startedAt);
      }
      // Counted before it is sent: what a client received is on the books even if we die right here.
      const isCovered = allowance === null || allowance.spend(scanner);
      if (this.isOver) return true;
      if (!isCovered) {
        this.uncovered = { piece, releasable, rest: pieces.slice(index + 1) };
        return false;
      }
      this.outputTokensRelayed = scanner.outputTokensCounted;
      isRoomLeft = this.forward(piece, releasable);
    }
    return isRoomLeft;
  }

  /** The cover that was waited for is there. */
  private goOn(): void {
    const { uncovered } = this;
    if (uncovered === null || this.isOver) return;
    this.uncovered = null;
    this.outputTokensRelayed = this.scanner.outputTokensCounted;
    const isRoomLeft = this.forward(uncovered.piece, uncovered.releasable);
    const isGoingOn = this.take(uncovered.rest) && isRoomLeft;
    if (this.hasUpstreamEnded) this.onEnd();
    else if (isGoingOn) this.upstream?.resume();
  }

  onEnd(): void {
    if (this.uncovered !== null) {
      this.hasUpstreamEnded = true;
      return;
    }
    this.scanner.close();
    if (this.status! >= REFUSED) this.end('rejected');
    else if (this.scanner.hasError) this.end('interrupted');
    else this.end(this.scanner.isComplete ? 'complete' : 'interrupted');
  }

  onFailure(failure: UpstreamFailure): void {
    const { scanner } = this;
    if (failure.kind === 'interrupted' && this.status! < REFUSED) {
      // Some servers reset the connection right after a whole answer.
      this.end(scanner.isComplete && !scanner.hasError ? 'complete' : 'interrupted', failure);
    } else if (failure.kind === 'interrupted') this.end('rejected', failure);
    else this.end(failure.kind, failure);
  }

  /** Sends what was kept back and ends the answer. After settlement only. */
  release(): void {
    this.stop();
    // What the upstream said of the length need not be what came.
    if (!this.hasWritten) this.writeHead(lengthOf(this.pending));
    for (const chunk of this.pending) this.options.response.write(chunk);
    this.pending = [];
    this.options.response.end();
  }

  /** Sends the dialect's own ending in place of what was kept back. */
  endWith(last: Buffer): void {
    this.stop();
    this.writeHead();
    this.options.copy?.add(last);
    this.options.response.end(last);
  }

  /** The kept-back end, for the copy that repeats get. */
  get withheld(): readonly Buffer[] {
    return this.pending;
  }

  private forward(chunk: Buffer, releasable: number): boolean {
    if (this.pending.length === 0 && releasable === chunk.length) return this.write(chunk);
    this.pending.push(chunk);
    if (releasable === 0) return true;
    const all = this.pending.length === 1 ? chunk : Buffer.concat(this.pending);
    this.pending = releasable === all.length ? [] : [all.subarray(releasable)];
    return this.write(all.subarray(0, releasable));
  }

  private write(chunk: Buffer): boolean {
    const { response, copy } = this.options;
    this.writeHead();
    copy?.add(chunk);
    if (response.write(chunk)) return true;
    this.stallTimer = setTimeout(() => response.destroy(), this.options.clientStallTimeoutMs);
    response.once('drain', this.onDrain);
    return false;
  }

  private writeHead(length?: number): void {
    if (this.hasWritten) return;
    this.hasWritten = true;
    const { response, headers } = this.options;
    // A flat list of names and values is what Node writes fastest.
    const list: (string | string[])[] = [];
    appendHeaders(list, toClientHeaders(this.upstreamHeaders));
    for (const part of headers) appendHeaders(list, part);
    if (length !== undefined) list.push('content-length', String(length));
    response.writeHead(this.status!, list as string[]);
  }

  private keepError(chunk: Buffer): boolean {
    if (this.errorLength < ERROR_BODY_BYTES_MAX) {
      this.errorParts.push(chunk);
      this.errorLength += chunk.length;
    }
    return true;
  }

  private readonly onDrain = (): void => {
    if (this.stallTimer !== null) clearTimeout(this.stallTimer);
    this.stallTimer = null;
    this.upstream?.resume();
  };

  private readonly onClientClose = (): void => {
    this.end('client-left');
  };

  private end(ending: Ending, failure: UpstreamFailure | null = null): void {
    if (this.isOver) return;
    this.isOver = true;
    if (ending === 'client-left' || ending === 'cut') this.upstream?.abort();
    this.resolve({
      ending,
      upstreamStatus: this.status,
      upstreamHeaders: this.upstreamHeaders,
      errorBody: Buffer.concat(this.errorParts).subarray(0, ERROR_BODY_BYTES_MAX),
      failure,
      firstTokenMs: this.firstTokenMs,
      outputTokensRelayed: this.outputTokensRelayed,
    });
  }

  /** Lets go of the client's connection without a word: somebody else answers, or nobody listens. */
  detach(): void {
    this.stop();
  }

  private stop(): void {
    if (this.stallTimer !== null) clearTimeout(this.stallTimer);
    this.options.response.off('close', this.onClientClose);
    this.options.response.off('drain', this.onDrain);
  }
}

function appendHeaders(
  list: (string | string[])[],
  headers: Record<string, string | string[]>,
): void {
  for (const name in headers) list.push(name, headers[name]!);
}

function lengthOf(chunks: readonly Buffer[]): number {
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  return length;
}

/** After each line end; every dialect ends its events with one. */
function splitLines(chunk: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < chunk.length;) {
    const end = chunk.indexOf(0x0a, from);
    const to = end === -1 ? chunk.length : end + 1;
    lines.push(chunk.subarray(from, to));
    from = to;
  }
  return lines;
}
