import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../logic/progress-slot';
import { ProgressFile } from './progress-file';

const NAME = /^progress-([0-9a-f-]{36})\.bin$/u;

/** What former processes of this data directory left behind. */
export interface LeftBehind {
  boots: string[];
  progress: Map<string, Progress>;
  /** To be called when their calls are settled. */
  remove(): void;
}

export function progressPath(dataDir: string, boot: string): string {
  return join(dataDir, `progress-${boot}.bin`);
}

export function readLeftBehind(dataDir: string): LeftBehind {
  const names = readdirSync(dataDir).filter((name) => NAME.test(name));
  const progress = new Map<string, Progress>();
  for (const name of names) {
    for (const [id, entry] of ProgressFile.read(join(dataDir, name))) progress.set(id, entry);
  }
  return {
    boots: names.map((name) => NAME.exec(name)![1]!),
    progress,
    remove() {
      for (const name of names) rmSync(join(dataDir, name), { force: true });
    },
  };
}
