import type { AnswerScanner, CutOffUsage, ReportedUsage } from '../relay/answer-scanner';
import { SseTap } from '../relay/event-taps';
import { findMember, hasText, quoted } from '../relay/find-member';
import { JsonScanner } from '../relay/json-scanner';
import { isRecord, parseRecord } from '../relay/token-count';
import { readOpenAiResponsesUsage } from './usage';

const TYPE = quoted('type');
const ERROR = quoted('error');
const DELTA = quoted('delta');

const DELTAS = new Set([
  'response.output_text.delta',
  'response.refusal.delta',
  'response.reasoning_text.delta',
  'response.reasoning_summary_text.delta',
  'response.function_call_arguments.delta',
  'response.custom_tool_call_input.delta',
]);

/**
 * A streamed answer of OpenAI's Responses dialect. Held back are `response.completed`, `.incomplete`, `.failed` and
 * errors: there is no end mark after them. One output token is counted per delta event.
 */
export class OpenAiResponsesStreamScanner implements AnswerScanner {
  outputTokensCounted = 0;
  model: string | null = null;
  usage: ReportedUsage | null = null;
  isComplete = false;
  hasError = false;

  private readonly tap = new SseTap((name, data) => this.judge(name, data));
  private response: Record<string, unknown> | null = null;
  private sequence = 0;

  push(chunk: Buffer): number {
    return this.tap.push(chunk);
  }

  close(): void {
    this.tap.close();
  }

  get inputTokensReported(): number | null {
    return this.usage === null
      ? null
      : this.usage.input + this.usage.cacheRead + this.usage.cacheWrite;
  }

  /**
   * The terminal event alone: clients take what they have from the deltas, and agents read the status. Open items
   * are not closed one by one, because their whole text would have to be kept for that.
   */
  finishByLength({ inputTokens, outputTokens }: CutOffUsage): Buffer {
    if (this.response === null) return Buffer.alloc(0);
    const event = {
      type: 'response.incomplete',
      sequence_number: this.sequence,
      response: {
        ...this.response,
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
        usage: {
          input_tokens: inputTokens,
          output_tokens: outputTokens,
          total_tokens: inputTokens + outputTokens,
        },
      },
    };
    return Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  private judge(name: string | null, data: Buffer | null): 'pass' | 'hold' {
    this.sequence++;
    const type = name ?? typeOf(data);
    if (DELTAS.has(type)) {
      if (data === null || hasText(data, DELTA)) this.outputTokensCounted++;
      return 'pass';
    }
    switch (type) {
      case 'response.created':
        this.onCreated(data);
        return 'pass';
      case 'response.completed':
      case 'response.incomplete':
        this.isComplete = true;
        this.onEnd(data);
        return 'hold';
      case 'response.failed':
      case 'error':
        this.hasError = true;
        return 'hold';
      default:
        return this.isForeignError(data) ? 'hold' : 'pass';
    }
  }

  private onCreated(data: Buffer | null): void {
    const response = data === null ? undefined : parseRecord(data)?.['response'];
    if (!isRecord(response)) return;
    this.response = response;
    if (typeof response['model'] === 'string') this.model = response['model'];
  }

  private onEnd(data: Buffer | null): void {
    const response = data === null ? undefined : parseRecord(data)?.['response'];
    if (!isRecord(response)) return;
    this.usage = readOpenAiResponsesUsage(response['usage']);
    if (typeof response['model'] === 'string') this.model = response['model'];
  }

  /** llama.cpp sends a bare `{"error":…}` in the middle, without a type. */
  private isForeignError(data: Buffer | null): boolean {
    if (data === null || findMember(data, ERROR) === -1) return false;
    this.hasError = isRecord(parseRecord(data)?.['error']);
    return this.hasError;
  }
}

export function createOpenAiResponsesJsonScanner(): AnswerScanner {
  return new JsonScanner({
    captured: ['model', 'usage', 'error'],
    content: ['output'],
    usage: (members) => readOpenAiResponsesUsage(members['usage']),
  });
}

function typeOf(data: Buffer | null): string {
  if (data === null) return '';
  const at = findMember(data, TYPE);
  return at === -1 ? '' : (/^"([\w.]+)"/.exec(data.toString('latin1', at, at + 60))?.[1] ?? '');
}
