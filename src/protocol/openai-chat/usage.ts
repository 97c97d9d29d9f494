import type { ReportedUsage } from '../relay/answer-scanner';
import { isRecord, readTokenCount } from '../relay/token-count';

/**
 * OpenAI's usage in disjoint kinds. `prompt_tokens` contains the cached ones and `completion_tokens` the
 * reasoning ones, so both are taken out. A provider that counts reasoning beside the completion shows it
 * in its total (xAI does). Embeddings have no completion. Null when a count is nonsense.
 */
export function readOpenAiUsage(usage: unknown): ReportedUsage | null {
  if (!isRecord(usage)) return null;
  const prompt = readTokenCount(usage['prompt_tokens']);
  const completion = readTokenCount(usage['completion_tokens'] ?? 0);
  if (prompt === null || completion === null) return null;
  const cached = detail(usage['prompt_tokens_details'], 'cached_tokens');
  const written = detail(usage['prompt_tokens_details'], 'cache_write_tokens');
  const reasoning = detail(usage['completion_tokens_details'], 'reasoning_tokens');
  const cacheRead = Math.min(cached, prompt);
  const cacheWrite = Math.min(written, prompt - cacheRead);
  const isBeside = reasoning > 0 && usage['total_tokens'] === prompt + completion + reasoning;
  const inside = isBeside ? 0 : Math.min(reasoning, completion);
  return {
    input: prompt - cacheRead - cacheWrite,
    cacheRead,
    cacheWrite,
    output: completion - inside,
    reasoning: isBeside ? reasoning : inside,
  };
}

function detail(details: unknown, name: string): number {
  return isRecord(details) ? (readTokenCount(details[name]) ?? 0) : 0;
}

/** The other way round; nothing reported is all zeros, for the SDKs want numbers. */
export function toOpenAiUsage(usage: ReportedUsage | null): Record<string, unknown> {
  const { input, cacheRead, cacheWrite, output, reasoning } = usage ?? NOTHING;
  const prompt = input + cacheRead + cacheWrite;
  const completion = output + reasoning;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: cacheRead,
      ...(cacheWrite > 0 ? { cache_write_tokens: cacheWrite } : {}),
    },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

const NOTHING: ReportedUsage = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };
