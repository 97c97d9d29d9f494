import type { ReportedUsage } from '../relay/answer-scanner';
import { isRecord } from '../relay/token-count';
import { readOpenAiUsage } from '../openai-chat/usage';

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
