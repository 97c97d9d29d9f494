import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../../common/config/config';
import { SerialQueue } from '../../common/database/serial-queue';
import { uuidv7 } from '../../common/database/uuid';

const HASH = /^[0-9a-f]{64}$/u;
/** A temporary file this old belongs to nobody: no upload takes as long. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/**
 * The bytes of games on disk, named by their SHA-256 and by nothing an uploader says. Written to a
 * temporary name, flushed and renamed, so a name either is missing or holds exactly its content.
 */
@Injectable()
export class GameBlobs {
  private readonly root: string;
  /** Unfinished files; on the same file system as the blobs, so that a rename is enough. */
  private readonly temporary: string;
  private readonly queue = new SerialQueue();

  constructor(config: Config) {
    this.root = join(config.dataDir, 'blobs');
    this.temporary = join(this.root, 'tmp');
  }

  /**
   * Storing bytes and recording who uses them is one step against looking for users and removing
   * bytes: both run here, one after another.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.queue.run(work);
  }

  /** Keeps the bytes; returns their hash. Storing the same bytes again costs nothing. */
  async put(bytes: Buffer): Promise<string> {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const target = this.pathOf(hash);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const temporary = await this.temporaryPath();
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

  /**
   * Writes an upload to a temporary file, never more than `bytesMax`. Resolves with its path, or with
   * null when there was more. The caller removes the file.
   */
  async receive(upload: Readable, bytesMax: number): Promise<string | null> {
    const path = await this.temporaryPath();
    const handle = await open(path, 'wx', 0o600);
    let sizeBytes = 0;
    try {
      for await (const chunk of upload as AsyncIterable<Buffer>) {
        sizeBytes += chunk.length;
        if (sizeBytes > bytesMax) break;
        await handle.write(chunk);
      }
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    if (sizeBytes <= bytesMax) return path;
    await rm(path, { force: true });
    return null;
  }

  /** Removes what crashes left unfinished, but not what another process may be writing now. */
  async clearAbandoned(nowMs: number): Promise<void> {
    const names = await readdir(this.temporary).catch(() => []);
    for (const name of names) {
      const path = join(this.temporary, name);
      const { mtimeMs } = await stat(path);
      if (nowMs - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true });
    }
  }

  private async temporaryPath(): Promise<string> {
    await mkdir(this.temporary, { recursive: true, mode: 0o700 });
    return join(this.temporary, uuidv7());
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
