import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';

const ID_BYTES = 16;
const GENERATION_BYTES = 4;
const MAC_BYTES = 32;
const TOKEN_BYTES = ID_BYTES + GENERATION_BYTES + MAC_BYTES;

export interface SealedToken {
  sessionId: string;
  generation: number;
}

/**
 * A token that says which session and which generation it is, sealed with HMAC-SHA256: nobody but the
 * server can make one, and the database keeps nothing that could be stolen and used. The prefix is
 * part of what is sealed, so a cookie is never a refresh token.
 */
export function sealToken(prefix: string, key: KeyObject, token: SealedToken): string {
  const bytes = Buffer.alloc(TOKEN_BYTES);
  bytes.write(token.sessionId.replaceAll('-', ''), 0, 'hex');
  bytes.writeUInt32BE(token.generation, ID_BYTES);
  macOf(prefix, key, bytes).copy(bytes, ID_BYTES + GENERATION_BYTES);
  return prefix + bytes.toString('base64url');
}

/** What the token says, or null when it is not one of ours. */
export function openToken(prefix: string, key: KeyObject, text: string): SealedToken | null {
  if (!text.startsWith(prefix)) return null;
  const bytes = Buffer.from(text.slice(prefix.length), 'base64url');
  if (bytes.length !== TOKEN_BYTES) return null;
  const mac = bytes.subarray(ID_BYTES + GENERATION_BYTES);
  if (!timingSafeEqual(mac, macOf(prefix, key, bytes))) return null;
  const id = bytes.toString('hex', 0, ID_BYTES);
  return {
    sessionId: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
    generation: bytes.readUInt32BE(ID_BYTES),
  };
}

function macOf(prefix: string, key: KeyObject, bytes: Buffer): Buffer {
  return createHmac('sha256', key)
    .update(prefix)
    .update(bytes.subarray(0, ID_BYTES + GENERATION_BYTES))
    .digest();
}
