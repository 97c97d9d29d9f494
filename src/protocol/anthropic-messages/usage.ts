import type { ReportedUsage } from '../relay/answer-scanner';
import { isRecord, readOptionalTokenCount, readTokenCount } from '../relay/token-count';

/**
 * Anthropic's usage in disjoint kinds. `input_tokens` is what neither came from nor went to the cache, so
 * the three input kinds add up as they are. `output_tokens` contains the thinking tokens, which
 * `output_tokens_details` names apart since 2026. Null when any count is nonsense: half a bill is worse than none.
 */
export function readAnthropicUsage(usage: unknown): ReportedUsage | null {
  if (!isRecord(usage)) return null;
  const input = readTokenCount(usage['input_tokens']);
  const output = readTokenCount(usage['output_tokens']);
  const cacheRead = readOptionalTokenCount(usage['cache_read_input_tokens']);
  const cacheWrite = readOptionalTokenCount(usage['cache_creation_input_tokens']);
  if (input === null || output === null || cacheRead === null || cacheWrite === null) return null;
  const details = isRecord(usage['output_tokens_details']) ? usage['output_tokens_details'] : {};
  const thinking = readTokenCount(details['thinking_tokens']) ?? 0;
  const reasoning = Math.min(thinking, output);
  return { input, cacheRead, cacheWrite, output: output - reasoning, reasoning };
}

/** The later report wins, member by member: message_delta may repeat the input counts or leave them out. */
export function mergeAnthropicUsage(
  earlier: Record<string, unknown>,
  later: Record<string, unknown>,
): Record<string, unknown> {
  const merged = { ...earlier };
  for (const [name, value] of Object.entries(later)) {
    if (value !== null && value !== undefined) merged[name] = value;
  }
  return merged;
}

/** The other way round; nothing reported is all zeros, for the SDKs want numbers. */
export function toAnthropicUsage(usage: ReportedUsage | null): Record<string, unknown> {
  const { input, cacheRead, cacheWrite, output, reasoning } = usage ?? NOTHING;
  return {
    input_tokens: input,
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
    output_tokens: output + reasoning,
    ...(reasoning > 0 ? { output_tokens_details: { thinking_tokens: reasoning } } : {}),
  };
}

const NOTHING: ReportedUsage = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };
