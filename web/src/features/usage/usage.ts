import { rest } from '../../lib/rest';

export interface UsageRecord {
  id: string;
  timestamp: string;
  backend: string;
  model: string;
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  /** False when the provider gave no count and we estimated. */
  exact: boolean;
  status: string;
}

export interface UsagePage {
  total_tokens: number;
  usage_history: UsageRecord[];
  next_cursor: string | null;
}

export interface Limit {
  scope: string;
  unit: string;
  window: string;
  limit: number;
  used: number;
  /** Reserved by calls that are under way. */
  held: number;
  resets_at: string | null;
}

const PAGE_SIZE = 25;

export function listUsage(cursor: string | null, signal?: AbortSignal): Promise<UsagePage> {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (cursor !== null) query.set('cursor', cursor);
  return rest(`/api/inference/usage?${query}`, signal === undefined ? {} : { signal });
}

export async function listLimits(signal: AbortSignal): Promise<Limit[]> {
  return (await rest<{ limits: Limit[] }>('/api/inference/limits', { signal })).limits;
}
