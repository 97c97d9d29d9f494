export interface Hits {
  count: number;
  endsAtMs: number;
}

/**
 * Counts in fixed windows, for a bounded number of keys: when there are more, those whose window began
 * first are forgotten. (The throttler's own memory keeps a timer per hit and has no bound.)
 */
export class BoundedHits {
  private readonly windows = new Map<string, Hits>();

  constructor(private readonly keysMax: number) {}

  hit(key: string, windowMs: number, nowMs: number): Hits {
    const known = this.windows.get(key);
    if (known !== undefined && known.endsAtMs > nowMs) {
      known.count += 1;
      return known;
    }
    this.windows.delete(key);
    const hits = { count: 1, endsAtMs: nowMs + windowMs };
    this.windows.set(key, hits);
    for (const oldest of this.windows.keys()) {
      if (this.windows.size <= this.keysMax) break;
      this.windows.delete(oldest);
    }
    return hits;
  }

  get size(): number {
    return this.windows.size;
  }
}
