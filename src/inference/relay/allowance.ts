import type { LedgerService } from '../../ledger/ledger.service';
import type { Hold } from '../../ledger/ledger.types';
import type { AnswerScanner } from '../../protocol/relay/answer-scanner';

/** When this share of the cover is used, more is asked for, so that a long answer never waits. */
const EXTEND_AT = 0.75;
/** No event of any dialect that carries a token is shorter. */
const EVENT_BYTES_MIN = 16;
/** Output tokens asked for at a time. */
const EXTENSION_TOKENS = 2048;

export interface AllowanceOptions {
  hold: Hold;
  /** The input that the hold covers. */
  inputHeld: number;
  /** What the client allows. */
  outputTokensMax: number;
  /** An answer that is no stream is there whole or not at all: it is booked, never cut. */
  isStreaming: boolean;
  /** Told the tokens of the call each time more were counted, input included. Only for show. */
  onCounted?: ((tokens: number) => void) | undefined;
}

/**
 * What a running answer may still use. Books every token before it is relayed and extends the hold
 * ahead of need; an answer that outruns its cover waits for the extension, and is ended when that is
 * refused.
 */
export class Allowance {
  /** The cover is used up and there is no more: end the answer. */
  onRefused: () => void = () => undefined;
  /** The wait is over: the upstream may go on. */
  onGranted: () => void = () => undefined;
  /** Input that is covered: what was estimated, and what was added when the provider counted more. */
  private inputHeld: number;
  private inputAsked: number;
  private inputSeen: number;
  private outputSeen = 0;
  private isExtending = false;
  private isExhausted = false;

  constructor(
    private readonly ledger: LedgerService,
    private readonly options: AllowanceOptions,
  ) {
    this.inputHeld = options.inputHeld;
    this.inputAsked = options.inputHeld;
    this.inputSeen = options.inputHeld;
  }

  /**
   * Books what the scanner has counted so far. False when the answer has to wait for more cover (or is
   * over because there is none).
   */
  spend(scanner: AnswerScanner): boolean {
    const output = scanner.outputTokensCounted;
    const input = scanner.inputTokensReported ?? this.options.inputHeld;
    if (output === this.outputSeen && input === this.inputSeen) return true;
    this.outputSeen = output;
    this.inputSeen = input;
    this.ledger.progress(this.options.hold, input, output);
    this.options.onCounted?.(input + output);
    if (!this.options.isStreaming) return true;
    if (input > this.inputAsked) void this.coverInput(input - this.inputAsked);
    if (this.isRunningShort(output)) void this.coverOutput();
    if (this.isCovered()) return true;
    if (this.isExhausted) this.onRefused();
    return false;
  }

  /** Whether so many bytes may hold more tokens than are covered. */
  isTightFor(bytes: number): boolean {
    if (!this.options.isStreaming) return false;
    return this.outputCovered() - this.outputSeen <= bytes / EVENT_BYTES_MIN + 1;
  }

  /** What the provider counted beyond the input that is covered comes off the cover of the output. */
  private outputCovered(): number {
    return this.options.hold.outputTokensHeld - Math.max(0, this.inputSeen - this.inputHeld);
  }

  private isCovered(): boolean {
    return this.outputSeen <= Math.max(0, this.outputCovered());
  }

  private isRunningShort(output: number): boolean {
    if (this.isExtending || this.isExhausted) return false;
    const covered = this.outputCovered();
    // Once all that the client allows is covered, only an upstream that goes beyond it needs more.
    const isAllCovered = this.options.hold.outputTokensHeld >= this.options.outputTokensMax;
    return output > (isAllCovered ? covered : covered * EXTEND_AT);
  }

  /** The provider counted more input than we estimated. */
  private async coverInput(tokens: number): Promise<void> {
    this.inputAsked += tokens;
    if (await this.extend(0, tokens)) this.inputHeld += tokens;
    if (this.isCovered()) this.onGranted();
  }

  private async coverOutput(): Promise<void> {
    const rest = this.options.outputTokensMax - this.options.hold.outputTokensHeld;
    this.isExtending = true;
    const isGranted = await this.extend(
      rest > 0 ? Math.min(EXTENSION_TOKENS, rest) : EXTENSION_TOKENS,
      0,
    );
    this.isExtending = false;
    if (!isGranted) this.isExhausted = true;
    if (this.isCovered()) this.onGranted();
    else if (isGranted) await this.coverOutput();
    else this.onRefused();
  }

  /** Never rejects: accounts that cannot be written grant nothing. */
  private extend(outputTokens: number, inputTokens: number): Promise<boolean> {
    const { hold } = this.options;
    return this.ledger.extend(hold, outputTokens, inputTokens).catch(() => false);
  }
}
