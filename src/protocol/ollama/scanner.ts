import type { AnswerScanner, CutOffUsage, ReportedUsage } from '../relay/answer-scanner';
import { NdjsonTap } from '../relay/event-taps';
import { findMember, hasText, hasValue, quoted } from '../relay/find-member';
import { JsonScanner } from '../relay/json-scanner';
import { parseRecord } from '../relay/token-count';
import { readOllamaUsage } from './usage';

const DONE = quoted('done');
const ERROR = quoted('error');
const TOOL_CALLS = quoted('tool_calls');
const TEXTS = ['content', 'response', 'thinking'].map(quoted);

/**
 * A streamed answer of the Ollama dialect: one JSON object per line, the last with `done: true`, or one
 * with `error`. Those two are held back. One output token is counted per line that carries text,
 * thinking or a tool call: a line is never less than one token.
 */
export class OllamaStreamScanner implements AnswerScanner {
  outputTokensCounted = 0;
  model: string | null = null;
  usage: ReportedUsage | null = null;
  isComplete = false;
  hasError = false;

  private readonly tap = new NdjsonTap((_name, line) => this.judge(line));
  private first: Record<string, unknown> | null = null;

  constructor(private readonly operation: 'chat' | 'generate') {}

  push(chunk: Buffer): number {
    return this.tap.push(chunk);
  }

  close(): void {
    this.tap.close();
  }

  get inputTokensReported(): number | null {
    return this.usage?.input ?? null;
  }

  finishByLength({ inputTokens, outputTokens }: CutOffUsage): Buffer {
    const said =
      this.operation === 'chat'
        ? { message: { role: 'assistant', content: '' } }
        : { response: '' };
    const last = {
      model: this.model ?? '',
      // The clock of the upstream, as far as we saw it: this function has none of its own.
      created_at: this.first?.['created_at'] ?? '1970-01-01T00:00:00Z',
      ...said,
      done: true,
      done_reason: 'length',
      total_duration: 0,
      load_duration: 0,
      prompt_eval_count: inputTokens,
      prompt_eval_duration: 0,
      eval_count: outputTokens,
      eval_duration: 0,
    };
    return Buffer.from(`${JSON.stringify(last)}\n`);
  }

  private judge(line: Buffer | null): 'pass' | 'hold' {
    if (line === null) {
      this.outputTokensCounted++;
      return 'pass';
    }
    if (this.first === null) this.onFirst(line);
    if (TEXTS.some((name) => hasText(line, name)) || hasValue(line, TOOL_CALLS, 0x5b)) {
      this.outputTokensCounted++;
    }
    // Arguments of a tool call may contain either name: only the outermost object decides.
    if (!hasValue(line, DONE, 0x74) && findMember(line, ERROR) === -1) return 'pass';
    return this.onLast(parseRecord(line));
  }

  private onFirst(line: Buffer): void {
    this.first = parseRecord(line) ?? {};
    const { model } = this.first;
    if (typeof model === 'string') this.model = model;
  }

  private onLast(members: Record<string, unknown> | null): 'pass' | 'hold' {
    if (typeof members?.['error'] === 'string') {
      this.hasError = true;
      return 'hold';
    }
    if (members?.['done'] !== true) return 'pass';
    this.isComplete = true;
    this.usage = readOllamaUsage(members);
    return 'hold';
  }
}

export function createOllamaJsonScanner(): AnswerScanner {
  return new JsonScanner({
    captured: ['model', 'error', 'done_reason', 'prompt_eval_count', 'eval_count'],
    content: ['message', 'response'],
    usage: readOllamaUsage,
  });
}
