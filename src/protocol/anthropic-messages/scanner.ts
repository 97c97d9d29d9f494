import type { AnswerScanner, CutOffUsage, ReportedUsage } from '../relay/answer-scanner';
import { SseTap } from '../relay/event-taps';
import { findMember, quoted } from '../relay/find-member';
import { JsonScanner } from '../relay/json-scanner';
import { isRecord, parseRecord, readTokenCount } from '../relay/token-count';
import { mergeAnthropicUsage, readAnthropicUsage } from './usage';

const TYPE = quoted('type');
const INDEX = quoted('index');
const SIGNATURE_DELTA = Buffer.from('signature_delta');
const CITATIONS_DELTA = Buffer.from('citations_delta');
/** Blocks are numbered in order; an upstream that opens more at once than this is not one. */
const OPEN_BLOCKS_MAX = 256;

/**
 * A streamed answer of the Anthropic dialect. Events are told apart by their `event:` line, as the official
 * SDKs do, or by the `type` in the data when there is none. Held back are `message_stop` and `error`.
 *
 * One output token is counted per content delta that carries text, thinking or tool input: a delta is
 * never less than one token, so the count never exceeds what was produced.
 */
export class AnthropicStreamScanner implements AnswerScanner {
  outputTokensCounted = 0;
  model: string | null = null;
  isComplete = false;
  hasError = false;

  private readonly tap = new SseTap((name, data) => this.judge(name, data));
  private readonly openBlocks = new Set<number>();
  private hasStarted = false;
  private reported: Record<string, unknown> = {};
  private isOutputReported = false;

  push(chunk: Buffer): number {
    return this.tap.push(chunk);
  }

  close(): void {
    this.tap.close();
  }

  /** Null at the end when message_delta said nothing of the output: message_start's count is a beginning, not a result. */
  get usage(): ReportedUsage | null {
    if (this.isComplete && !this.isOutputReported) return null;
    return readAnthropicUsage(this.reported);
  }

  get inputTokensReported(): number | null {
    const usage = readAnthropicUsage({ output_tokens: 0, ...this.reported });
    return usage === null ? null : usage.input + usage.cacheRead + usage.cacheWrite;
  }

  finishByLength({ inputTokens, outputTokens }: CutOffUsage): Buffer {
    const events: { type: string; [member: string]: unknown }[] = [];
    if (!this.hasStarted) return Buffer.alloc(0);
    for (const index of [...this.openBlocks].sort((a, b) => a - b)) {
      events.push({ type: 'content_block_stop', index });
    }
    events.push(
      {
        type: 'message_delta',
        delta: { stop_reason: 'max_tokens', stop_sequence: null },
        usage: { input_tokens: inputTokens, output_tokens: outputTokens },
      },
      { type: 'message_stop' },
    );
    return Buffer.from(
      events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
    );
  }

  private judge(name: string | null, data: Buffer | null): 'pass' | 'hold' {
    switch (name ?? typeOf(data)) {
      case 'content_block_delta':
        if (data === null || isOutput(data)) this.outputTokensCounted++;
        return 'pass';
      case 'message_start':
        this.hasStarted = true;
        this.onStart(data);
        return 'pass';
      case 'message_delta':
        this.onMessageDelta(data);
        return 'pass';
      case 'content_block_start':
        this.onBlock(data, (index) => this.openBlocks.add(index));
        return 'pass';
      case 'content_block_stop':
        this.onBlock(data, (index) => this.openBlocks.delete(index));
        return 'pass';
      case 'message_stop':
        this.isComplete = true;
        return 'hold';
      case 'error':
        this.hasError = true;
        return 'hold';
      default:
        return 'pass';
    }
  }

  private onStart(data: Buffer | null): void {
    const message = data === null ? undefined : parseRecord(data)?.['message'];
    if (!isRecord(message)) return;
    if (typeof message['model'] === 'string') this.model = message['model'];
    if (isRecord(message['usage'])) this.reported = { ...message['usage'] };
  }

  private onMessageDelta(data: Buffer | null): void {
    const usage = data === null ? undefined : parseRecord(data)?.['usage'];
    if (!isRecord(usage)) return;
    if (usage['output_tokens'] !== undefined) this.isOutputReported = true;
    this.reported = mergeAnthropicUsage(this.reported, usage);
  }

  private onBlock(data: Buffer | null, change: (index: number) => void): void {
    if (data === null || this.openBlocks.size > OPEN_BLOCKS_MAX) return;
    const at = findMember(data, INDEX);
    const index =
      at === -1 ? null : readTokenCount(Number.parseInt(data.toString('latin1', at, at + 12), 10));
    if (index !== null) change(index);
  }
}

/** The plain answer of `messages`, and of `count_tokens`, which reports no usage. */
export function createAnthropicJsonScanner(): AnswerScanner {
  return new JsonScanner({
    captured: ['model', 'usage', 'error'],
    content: ['content'],
    usage: (members) => readAnthropicUsage(members['usage']),
  });
}

function typeOf(data: Buffer | null): string {
  if (data === null) return 'content_block_delta';
  const at = findMember(data, TYPE);
  return at === -1 ? '' : (/^"(\w+)"/.exec(data.toString('latin1', at, at + 40))?.[1] ?? '');
}

/** A signature or a citation is no output; neither is an empty string, with which blocks often begin. */
function isOutput(data: Buffer): boolean {
  const end = data.toString('latin1', Math.max(0, data.length - 16));
  if (/[:\s]""\s*\}\s*\}\s*$/.test(end)) return false;
  return !data.includes(SIGNATURE_DELTA) && !data.includes(CITATIONS_DELTA);
}
