import { randomBytes } from 'node:crypto';

/** RFC 4648 base32 in lower case: no 0, 1, 8, 9, so an id read aloud is hard to get wrong. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 10;

/** Also the rule for host labels: an id is always a valid DNS label after the `g-`. */
export const GAME_ID = /^[a-z2-7]{10}$/u;

/**
 * A new game id: 50 random bits. It names the game's origin, and browsers keep saves by origin, so an
 * id is never used again, not even after the game is deleted.
 */
export function newGameId(): string {
  let id = '';
  for (const byte of randomBytes(LENGTH)) id += ALPHABET[byte & 31]!;
  return id;
}
