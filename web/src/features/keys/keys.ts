import { rest } from '../../lib/rest';

export interface ApiKey {
  id: string;
  name: string;
  /** The visible beginning, by which people tell their keys apart. */
  prefix: string;
  token_limit: number | null;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  created_at: string;
}

export interface NewKey {
  name: string;
  token_limit: number | null;
  expires_at: string | null;
}

export async function listKeys(signal: AbortSignal): Promise<ApiKey[]> {
  const { keys } = await rest<{ keys: ApiKey[] }>('/api/keys', { signal });
  return keys.filter((key) => key.revoked_at === null);
}

/** The secret is in this answer and nowhere else, ever. */
export const createKey = (body: NewKey): Promise<ApiKey & { secret: string }> =>
  rest('/api/keys', { method: 'POST', body });

export const revokeKey = (id: string): Promise<unknown> =>
  rest(`/api/keys/${encodeURIComponent(id)}`, { method: 'DELETE' });
