import type { AnswerScanner, CutOffUsage, ReportedUsage } from '../relay/answer-scanner';
import { SseTap } from '../relay/event-taps';
import { findMember, hasText, quoted } from '../relay/find-member';
import { JsonScanner } from '../relay/json-scanner';
import { isRecord, parseRecord } from '../relay/token-count';
import { readOpenAiUsage } from './usage';

const DONE = '[DONE]';
const USAGE = quoted('usage');
const ERROR = quoted('error');
const CHOICES = quoted('choices');
const TEXTS = ['content', 'arguments', 'reasoning_content', 'reasoning', 'text', 'refusal'].map(
  quoted,
);

/**
 * A streamed answer of the OpenAI chat dialect (and of the old completions). Held back are the usage chunk
 * (the one with no choices), `[DONE]` and errors. Some servers put usage on the finish chunk or on
 * every chunk: it is read there too, the last one wins.
 *
 * One output token is counted per chunk that carries text, reasoning or tool arguments: a chunk is never
 * less than one token.
 */
export class OpenAiChatStreamScanner implements AnswerScanner {
  outputTokensCounted = 0;
  model: string | null = null;
  usage: ReportedUsage | null = null;
  isComplete = false;
  hasError = false;

  private readonly tap = new SseTap((_name, data) => this.judge(data));
  private isTail = false;
  private first: Record<string, unknown> | null = null;

  /** `wantsUsage`: whether the client asked for a usage chunk, which finishByLength then gives. */
  constructor(
    private readonly wantsUsage: boolean,
    private readonly choices = 1,
  ) {}

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

  finishByLength({ inputTokens, outputTokens }: CutOffUsage): Buffer {
    if (this.first === null) return Buffer.alloc(0);
    const { id, object, created } = this.first;
    const chunk = { id, object, created, model: this.model };
    const isChat = object !== 'text_completion';
    const rest = { ...(isChat ? { delta: {} } : { text: '' }), finish_reason: 'length' };
    const chunks: object[] = Array.from({ length: this.choices }, (_, index) => ({
      ...chunk,
      choices: [{ index, ...rest }],
    }));
    if (this.wantsUsage) {
      const usage = {
        prompt_tokens: inputTokens,
        completion_tokens: outputTokens,
        total_tokens: inputTokens + outputTokens,
      };
      chunks.push({ ...chunk, choices: [], usage });
    }
    const events = chunks.map((each) => `data: ${JSON.stringify(each)}\n\n`);
    return Buffer.from(`${events.join('')}data: ${DONE}\n\n`);
  }

  /** Goes on after the first event that is held back: the tail has the usage chunk and then [DONE]. */
  private judge(data: Buffer | null): 'pass' | 'hold' | 'tail' {
    if (data === null) {
      this.outputTokensCounted++;
      return this.verdict();
    }
    if (data.length <= 8 && data.toString('latin1').trim() === DONE) {
      this.isComplete = true;
      return 'hold';
    }
    if (this.first === null) this.onFirst(data);
    if (TEXTS.some((name) => hasText(data, name))) this.outputTokensCounted++;
    if (findMember(data, ERROR) !== -1 && isErrorValue(parseRecord(data)?.['error'])) {
      this.hasError = true;
      return 'hold';
    }
    if (findMember(data, USAGE) !== -1) this.onUsage(data);
    return this.verdict();
  }

  private verdict(): 'pass' | 'tail' {
    return this.isTail ? 'tail' : 'pass';
  }

  private onFirst(data: Buffer): void {
    this.first = parseRecord(data) ?? {};
    const { model } = this.first;
    if (typeof model === 'string') this.model = model;
  }

  private onUsage(data: Buffer): void {
    const chunk = parseRecord(data);
    // Groq reports in a member of its own on the last chunk.
    const groq = isRecord(chunk?.['x_groq']) ? chunk['x_groq']['usage'] : undefined;
    const usage = chunk?.['usage'] ?? groq;
    if (!isRecord(usage)) return;
    this.usage = readOpenAiUsage(usage);
    const choices = chunk?.['choices'];
    if (Array.isArray(choices) && choices.length === 0) this.isTail = true;
  }
}

/**
 * The held-back end of a stream without its usage chunk: for a caller who did not ask for one and whose
 * code may stumble over a chunk without choices.
 */
export function withoutUsageChunk(tail: Buffer): Buffer {
  const events = tail.toString().split(/(?<=\r?\n\r?\n)/);
  const kept = events.filter((event) => {
    if (!event.startsWith('data:')) return true;
    const data = Buffer.from(event.slice(5).trim());
    if (findMember(data, USAGE) === -1 || findMember(data, CHOICES) === -1) return true;
    const choices = parseRecord(data)?.['choices'];
    return !Array.isArray(choices) || choices.length > 0;
  });
  return Buffer.from(kept.join(''));
}

export function createOpenAiChatJsonScanner(): AnswerScanner {
  return new JsonScanner({
    captured: ['model', 'usage', 'error'],
    content: ['choices'],
    usage: (members) => readOpenAiUsage(members['usage']),
  });
}

function isErrorValue(value: unknown): boolean {
  return isRecord(value) || (typeof value === 'string' && value !== '');
}
