import { existsSync, rmSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const BALLAST_BYTES = 32 * 1024 * 1024;
const CHUNK = Buffer.alloc(1024 * 1024, 0x5a);

/**
 * Space kept for the moment the disk is full: given up so that running calls can still be settled, and
 * taken again before new ones are admitted.
 */
export class Ballast {
  private readonly path: string;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'ballast.bin');
  }

  /** Rejects (ENOSPC) while there is no room for it. */
  async take(): Promise<void> {
    const size = await stat(this.path).then(
      (found) => found.size,
      () => 0,
    );
    if (size >= BALLAST_BYTES) return;
    const file = await open(this.path, 'w', 0o600);
    try {
      for (let at = 0; at < BALLAST_BYTES; at += CHUNK.length) await file.write(CHUNK, 0, CHUNK.length, at);
      await file.sync();
    } catch (error) {
      await rm(this.path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }

  /** True when there was something to give up. */
  drop(): boolean {
    if (!existsSync(this.path)) return false;
    rmSync(this.path, { force: true });
    return true;
  }
}
