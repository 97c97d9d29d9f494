import { hash, randomBytes } from 'node:crypto';

export const KEY_PREFIX = 'sk-coinop-';
const SECRET_BYTES = 32;
/** Characters after the prefix that stay visible. */
const SHOWN_CHARACTERS = 6;

export function newKeySecret(): string {
  return KEY_PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

/** How the key begins, to tell it from others: 36 of its 256 random bits. */
export function shownPrefix(secret: string): string {
  return secret.slice(0, KEY_PREFIX.length + SHOWN_CHARACTERS);
}

/** SHA-256 in hex: what the database keeps. */
export function keyDigest(secret: string): string {
  return hash('sha256', secret, 'hex');
}
