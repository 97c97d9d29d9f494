import type { ReportedUsage } from '../relay/answer-scanner';
import { isRecord } from '../relay/token-count';
import { readOpenAiUsage, toOpenAiUsage } from '../openai-chat/usage';

/** The same sums as in the chat dialect under other names. */
export function readOpenAiResponsesUsage(usage: unknown): ReportedUsage | null {
  if (!isRecord(usage)) return null;
  return readOpenAiUsage({
    prompt_tokens: usage['input_tokens'],
    completion_tokens: usage['output_tokens'],
    total_tokens: usage['total_tokens'],
    prompt_tokens_details: usage['input_tokens_details'],
    completion_tokens_details: usage['output_tokens_details'],
  });
}

/** The other way round; nothing reported is all zeros, for the SDKs want numbers. */
export function toResponsesUsage(usage: ReportedUsage | null): Record<string, unknown> {
  const chat = toOpenAiUsage(usage);
  return {
    input_tokens: chat['prompt_tokens'],
    input_tokens_details: chat['prompt_tokens_details'],
    output_tokens: chat['completion_tokens'],
    output_tokens_details: chat['completion_tokens_details'],
    total_tokens: chat['total_tokens'],
  };
}
