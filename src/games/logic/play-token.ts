import { createHash, randomBytes } from 'node:crypto';

export const PLAY_TOKEN_PREFIX = 'pt_';

/** 32 random bytes: nothing is in it, everything about it is looked up. */
export function newPlayToken(): string {
  return `${PLAY_TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
}

/** What the database keeps. A plain hash is enough for a random token of this length. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function newNonce(): string {
  return randomBytes(16).toString('base64url');
}
