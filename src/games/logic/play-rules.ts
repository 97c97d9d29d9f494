/** How long a play token lives; the page asks for a new one at 80 % of it. */
export const PLAY_TOKEN_TTL_MS = 10 * 60 * 1000;
/** Without a heartbeat from the play page for this long, the session is over. The page beats every 30 s. */
export const PLAY_BEAT_MAX_MS = 90 * 1000;

/** What must be known about a session to judge one of its calls. */
export interface PlayFacts {
  gameId: string;
  /** Origin the game runs on. */
  expectedOrigin: string;
  ipPrefix: string;
  tokenExpiresAtMs: number;
  lastBeatAtMs: number;
  isLive: boolean;
  isGameActive: boolean;
}

export interface PlayCall {
  /** The game whose host was asked; null on the platform's host. */
  faceGameId: string | null;
  /** The Origin header, when the browser sent one. */
  origin: string | undefined;
  ipPrefix: string;
  nowMs: number;
}

/** Why a play token is not accepted. Each word is an error code of games.errors.ts. */
export type PlayRefusal =
  | 'wrong_game'
  | 'session_expired'
  | 'game_suspended'
  | 'token_expired'
  | 'token_rebind';

/**
 * Judges one call. A copied token is worth little: it needs the game's own host, the player's network
 * and an open tab of the player. `token_expired` and `token_rebind` are repaired by the boot script,
 * which asks the play page for a fresh token; the others end the play.
 */
export function judgePlayCall(facts: PlayFacts, call: PlayCall): PlayRefusal | null {
  if (call.faceGameId !== facts.gameId) return 'wrong_game';
  // Absent on same-origin GETs; `null` or another origin is never the game.
  if (call.origin !== undefined && call.origin !== facts.expectedOrigin) return 'wrong_game';
  if (!facts.isLive || call.nowMs - facts.lastBeatAtMs > PLAY_BEAT_MAX_MS) return 'session_expired';
  if (!facts.isGameActive) return 'game_suspended';
  if (call.nowMs >= facts.tokenExpiresAtMs) return 'token_expired';
  if (call.ipPrefix !== facts.ipPrefix) return 'token_rebind';
  return null;
}
