import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../../common/config/config';
import { uuidv7 } from '../../common/database/uuid';

const HASH = /^[0-9a-f]{64}$/u;

/**
 * The bytes of games on disk, named by their SHA-256 and by nothing an uploader says. Written to a
 * temporary name, flushed and renamed, so a name either is missing or holds exactly its content.
 */
@Injectable()
export class GameBlobs {
  private readonly root: string;
  /** Unfinished uploads; on the same file system as the blobs, so that a rename is enough. */
  readonly temporary: string;

  constructor(config: Config) {
    this.root = join(config.dataDir, 'blobs');
    this.temporary = join(this.root, 'tmp');
  }

  /** Keeps the bytes; returns their hash. Storing the same bytes again costs nothing. */
  async put(bytes: Buffer): Promise<string> {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const target = this.pathOf(hash);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await mkdir(this.temporary, { recursive: true, mode: 0o700 });
    const temporary = join(this.temporary, uuidv7());
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return hash;
  }

  read(hash: string): Promise<Buffer> {
    return readFile(this.pathOf(hash));
  }

  stream(hash: string, range?: { start: number; end: number }): ReadStream {
    return createReadStream(this.pathOf(hash), range);
  }

  /** Missing blobs are fine: two deletions may meet. */
  async remove(hash: string): Promise<void> {
    await rm(this.pathOf(hash), { force: true });
  }

  /** Uploads that a crash left unfinished. Call at start only. */
  async clearTemporary(): Promise<void> {
    await rm(this.temporary, { recursive: true, force: true });
  }

  private pathOf(hash: string): string {
    if (!HASH.test(hash)) throw new Error('not a blob hash');
    return join(this.root, hash.slice(0, 2), hash);
  }
}

/** Makes a rename survive a power cut. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
