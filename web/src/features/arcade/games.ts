import { rest } from '../../lib/rest';

export interface GameCardFacts {
  id: string;
  title: string;
  description: string;
  /** Null for a game that comes with the server. */
  author: { username: string } | null;
}

export async function listGames(signal: AbortSignal): Promise<GameCardFacts[]> {
  const answer = await rest<{ games: GameCardFacts[] }>('/api/games', { signal });
  return answer.games;
}

/** By title, author or description, in any letter case; every word must be found. */
export function matchGames(games: GameCardFacts[], search: string): GameCardFacts[] {
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  return games.filter((game) => {
    const text = [game.title, game.author?.username, game.description].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
