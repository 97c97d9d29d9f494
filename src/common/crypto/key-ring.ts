import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EncryptionKey } from '../config/encryption-keys';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

/**
 * Seals a text with the ring's first key. `context` says what the text belongs to: it is not stored, and
 * the text opens only where the same context is given again, so a sealed text cannot be moved elsewhere.
 */
export function sealText(keys: readonly EncryptionKey[], text: string, context: string): string {
  const { id, key } = keys[0]!;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([
    iv,
    cipher.update(text, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return `${VERSION}.${id}.${sealed.toString('base64url')}`;
}

/** The text; null when its key is not in the ring any more, the context is another, or a bit was changed. */
export function openText(
  keys: readonly EncryptionKey[],
  sealed: string,
  context: string,
): string | null {
  const [version, id, encoded] = sealed.split('.');
  const found = keys.find((key) => key.id === id);
  if (version !== VERSION || found === undefined || encoded === undefined) return null;
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, found.key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** Was this sealed with a key that is no longer the first? Then it should be sealed again. */
export function isSealedWithOldKey(keys: readonly EncryptionKey[], sealed: string): boolean {
  return sealed.split('.')[1] !== keys[0]!.id;
}
