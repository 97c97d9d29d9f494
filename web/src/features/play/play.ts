import { CSRF_HEADER, rest, send } from '../../lib/rest';

export interface PlayedGame {
  id: string;
  title: string;
  author: { username: string } | null;
}

export interface StartedPlay {
  id: string;
  token: string;
  /** Seconds. */
  expires_in: number;
  game_url: string;
  game_origin: string;
  nonce: string;
  /** The most tokens this play may spend; null means only the player's own limits. */
  token_limit: number | null;
  spent: number;
  version?: number;
}

export const getGame = (id: string, signal: AbortSignal): Promise<PlayedGame> =>
  rest(`/api/games/${encodeURIComponent(id)}`, { signal });

export const startPlay = (gameId: string): Promise<StartedPlay> =>
  rest('/api/play/sessions', { method: 'POST', body: { game_id: gameId } });

export const refreshToken = (id: string): Promise<{ token: string; expires_in: number }> =>
  rest(`/api/play/sessions/${id}/token`, { method: 'POST', body: {} });

export const beat = (id: string): Promise<{ spent: number }> =>
  rest(`/api/play/sessions/${id}/beat`, { method: 'POST', body: {} });

/** The meter as it moves, until the play is over. */
export const watchPlay = (id: string, signal: AbortSignal): Promise<Response> =>
  send(`/api/play/sessions/${id}/events`, { signal });

/** Also while the page is going away: such a request outlives it. */
export function endPlay(id: string): void {
  void fetch(`/api/play/sessions/${id}/end`, {
    method: 'POST',
    headers: { ...CSRF_HEADER, 'content-type': 'application/json' },
    body: '{}',
    keepalive: true,
  }).catch(() => undefined);
}
