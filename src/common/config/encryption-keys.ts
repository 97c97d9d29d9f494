/** A key of the ring that seals what is stored: AES-256, so 32 bytes. */
export interface EncryptionKey {
  id: string;
  key: Buffer;
}

const KEY_BYTES = 32;
const ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/u;

/** Reads `id:base64,id:base64`; null when an entry is malformed or an id stands twice. */
export function parseEncryptionKeys(text: string): EncryptionKey[] | null {
  const keys: EncryptionKey[] = [];
  for (const entry of text.split(',')) {
    const match = ENTRY.exec(entry.trim());
    if (match === null) return null;
    const [, id, encoded] = match as unknown as [string, string, string];
    const key = Buffer.from(encoded, 'base64');
    if (key.length !== KEY_BYTES || keys.some((other) => other.id === id)) return null;
    keys.push({ id, key });
  }
  return keys;
}
