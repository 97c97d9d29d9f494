const KEY = 'coinop.played';
/** Games whose first-play card is not shown again in this browser. */
const GAMES_MAX = 200;

function read(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Has the player already been told what a play of this game means? */
export const hasPlayed = (gameId: string): boolean => read().includes(gameId);

export function rememberPlayed(gameId: string): void {
  const others = read().filter((id) => id !== gameId);
  localStorage.setItem(KEY, JSON.stringify([gameId, ...others].slice(0, GAMES_MAX)));
}
