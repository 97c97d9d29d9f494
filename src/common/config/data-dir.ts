import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Makes the data directory, readable by the server's user only. */
export function openDataDir(path: string): void {
  // SQLite and others make files here by themselves, and the folder may be an old one that all can enter.
  process.umask(0o077);
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

/**
 * A secret kept in the data directory: generated on the first start (32 random bytes, base64url,
 * mode 0600), read on every later one.
 */
export function generatedSecret(dataDir: string, name: string): string {
  const path = join(dataDir, `${name}.secret`);
  try {
    const handle = openSync(path, 'wx', 0o600);
    const value = randomBytes(32).toString('base64url');
    writeSync(handle, value);
    fsyncSync(handle);
    closeSync(handle);
    return value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    chmodSync(path, 0o600);
    return readFileSync(path, 'utf8').trim();
  }
}

/** A secret that an earlier start generated; null when none did. */
export function existingSecret(dataDir: string, name: string): string | null {
  const path = join(dataDir, `${name}.secret`);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}
