import { closeSync, fdatasync, openSync, readFileSync, writeSync } from 'node:fs';
import { decodeSlot, encodeSlot, SLOT_BYTES, writeCounts, type Progress } from '../logic/progress-slot';

const SLOTS_AT_FIRST = 1024;
/** Open calls one process can follow; beyond it reserves are refused. 4 MiB. */
export const SLOTS_MAX = 65_536;
const SYNC_EVERY_MS = 250;

/**
 * How far each open call has come, told to the kernel before the bytes go to the client, so that it
 * outlives the process. One record of 64 bytes per call, overwritten in place: a write is one system
 * call into the page cache, under 2 microseconds, without allocation. A timer hands the file to the
 * disk, so that a power cut loses at most a quarter of a second of it.
 */
export class ProgressFile {
  private readonly handle: number;
  private slots = Buffer.alloc(0);
  private readonly free: number[] = [];
  private next = 0;
  private isDirty = false;
  private isSyncing = false;
  private readonly timer: NodeJS.Timeout;

  /** Reads what a former process left under this path. Missing means empty. */
  static read(path: string): Map<string, Progress> {
    const found = new Map<string, Progress>();
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return found;
      throw error;
    }
    for (let at = 0; at + SLOT_BYTES <= bytes.length; at += SLOT_BYTES) {
      const progress = decodeSlot(bytes, at);
      if (progress !== null) found.set(progress.intentId, progress);
    }
    return found;
  }

  /** Starts empty: whatever stood there must have been read and settled before. */
  constructor(path: string) {
    this.handle = openSync(path, 'w', 0o600);
    this.grow(SLOTS_AT_FIRST);
    this.timer = setInterval(() => this.sync(), SYNC_EVERY_MS);
    this.timer.unref();
  }

  /** A slot, or -1 when all are taken. Throws when the disk has no room for more. */
  take(): number {
    const reused = this.free.pop();
    if (reused !== undefined) return reused;
    if (this.next === SLOTS_MAX) return -1;
    if (this.next * SLOT_BYTES === this.slots.length) this.grow(this.next * 2);
    this.next += 1;
    return this.next - 1;
  }

  /** What the slot says stays on disk until it is used again: recovery asks only for open intents. */
  release(slot: number): void {
    if (slot >= 0) this.free.push(slot);
  }

  markSent(slot: number, intentId: string, provider: string): void {
    encodeSlot(this.slots, slot * SLOT_BYTES, { intentId, provider });
    this.write(slot);
  }

  progress(slot: number, inputTokens: number, outputTokens: number): void {
    writeCounts(this.slots, slot * SLOT_BYTES, inputTokens, outputTokens);
    this.write(slot);
  }

  close(): void {
    clearInterval(this.timer);
    closeSync(this.handle);
  }

  /** Slots are written empty first, so that no later write needs room on a disk that may be full. */
  private grow(count: number): void {
    const grown = Buffer.alloc(count * SLOT_BYTES);
    this.slots.copy(grown);
    writeSync(this.handle, grown, 0, grown.length, 0);
    this.slots = grown;
  }

  private write(slot: number): void {
    const at = slot * SLOT_BYTES;
    writeSync(this.handle, this.slots, at, SLOT_BYTES, at);
    this.isDirty = true;
  }

  private sync(): void {
    if (!this.isDirty || this.isSyncing) return;
    this.isDirty = false;
    this.isSyncing = true;
    fdatasync(this.handle, () => {
      this.isSyncing = false;
    });
  }
}
