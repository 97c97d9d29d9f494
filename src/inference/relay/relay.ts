import type { ServerResponse } from 'node:http';
import type { AnswerScanner } from '../../protocol/relay/answer-scanner';
import type { UpstreamCall, UpstreamFailure, UpstreamSink } from '../../providers/providers.types';
import type { Ending } from '../logic/settle-attempt';
import { toClientHeaders } from '../logic/forward-headers';
import { Allowance } from './allowance';

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
}

export interface RelayOptions {
  response: ServerResponse;
  scanner: AnswerScanner;
  allowance: Allowance | null;
  /** Headers of ours on every answer. */
  headers: Record<string, string>;
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
  private isOver = false;
  private status: number | null = null;
  private upstreamHeaders: Record<string, string | string[] | undefined> = {};
  private errorParts: Buffer[] = [];
  private errorLength = 0;
  /** Not yet released, in order. */
  private pending: Buffer[] = [];
  private firstTokenMs: number | null = null;
  private stallTimer: NodeJS.Timeout | null = null;

  constructor(private readonly options: RelayOptions) {
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.scanner = options.scanner;
    options.response.once('close', this.onClientClose);
    if (options.allowance !== null) {
      options.allowance.onRefused = () => this.end('cut');
      options.allowance.onGranted = () => this.upstream?.resume();
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
    if (this.status! >= 400) return this.keepError(chunk);
    const { scanner } = this;
    const { allowance } = this.options;
    const releasable = scanner.push(chunk);
    if (this.firstTokenMs === null && scanner.outputTokensCounted > 0) {
      this.firstTokenMs = Math.round(performance.now() - this.startedAt);
    }
    // Counted before it is sent: what a client received is on the books even if we die right here.
    const isCovered = allowance === null || allowance.spend(scanner);
    if (this.isOver) return true;
    const isRoomLeft = this.forward(chunk, releasable);
    return isRoomLeft && isCovered;
  }

  onEnd(): void {
    this.scanner.close();
    if (this.status! >= 400) this.end('rejected');
    else if (this.scanner.hasError) this.end('interrupted');
    else this.end(this.scanner.isComplete ? 'complete' : 'interrupted');
  }

  onFailure(failure: UpstreamFailure): void {
    const { scanner } = this;
    if (failure.kind === 'interrupted' && this.status! < 400) {
      // Some servers reset the connection right after a whole answer.
      this.end(scanner.isComplete && !scanner.hasError ? 'complete' : 'interrupted', failure);
    } else if (failure.kind === 'interrupted') this.end('rejected', failure);
    else this.end(failure.kind, failure);
  }

  /** Sends what was kept back and ends the answer. After settlement only. */
  release(): void {
    this.stop();
    this.writeHead();
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

  private writeHead(): void {
    if (this.hasWritten) return;
    this.hasWritten = true;
    const { response, headers } = this.options;
    response.writeHead(this.status!, { ...toClientHeaders(this.upstreamHeaders), ...headers });
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
