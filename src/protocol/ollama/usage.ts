import type { ReportedUsage } from '../relay/answer-scanner';
import { readOptionalTokenCount, readTokenCount } from '../relay/token-count';

/**
 * Ollama's counts stand beside the answer. The server leaves out a count that is 0 (a prompt found whole
 * in its cache, say), and both when it only loaded or unloaded a model. `/api/embed` has the input alone,
 * `/api/embeddings` none.
 */
export function readOllamaUsage(members: Record<string, unknown>): ReportedUsage | null {
  const { done_reason: reason } = members;
  const isIdle = reason === 'load' || reason === 'unload';
  const hasCount = 'eval_count' in members || 'prompt_eval_count' in members;
  if (!isIdle && !hasCount) return null;
  const input = readOptionalTokenCount(members['prompt_eval_count']);
  const output = 'eval_count' in members ? readTokenCount(members['eval_count']) : 0;
  if (input === null || output === null) return null;
  return { input, cacheRead: 0, cacheWrite: 0, output, reasoning: 0 };
}
