export interface FreshCacheOptions<V> {
  /** The least recently used entry makes room beyond this number; misses are bounded apart, by the same. */
  entriesMax: number;
  /** How old an answer may be: the bound on staleness when no event says that it changed. */
  maxAgeMs: number;
  /** How long "there is no such thing" is believed. */
  missAgeMs: number;
  load: (key: string) => Promise<V | null>;
  nowMs?: () => number;
}

interface Entry<V> {
  value: V;
  untilMs: number;
}

/**
 * A bounded memory of something that lives in the database. `get` answers without a promise while the
 * memory is fresh, so that the request path pays for one map look-up. Loads of one key are shared, and
 * a load that was under way when its key was forgotten is not remembered.
 */
export class FreshCache<V> {
  private readonly entries = new Map<string, Entry<V>>();
  /** Until when a key is known to lead nowhere. Apart from the entries, so that guesses cannot push those out. */
  private readonly misses = new Map<string, number>();
  private readonly loading = new Map<string, Promise<V | null>>();
  private readonly nowMs: () => number;

  constructor(private readonly options: FreshCacheOptions<V>) {
    this.nowMs = options.nowMs ?? Date.now;
  }

  /** What is remembered and fresh; undefined when it must be loaded, null when there is nothing. */
  peek(key: string): V | null | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return this.peekMiss(key);
    this.entries.delete(key);
    if (entry.untilMs <= this.nowMs()) return undefined;
    this.entries.set(key, entry);
    return entry.value;
  }

  get(key: string): V | null | Promise<V | null> {
    const known = this.peek(key);
    return known === undefined ? this.load(key) : known;
  }

  forget(key: string): void {
    this.entries.delete(key);
    this.misses.delete(key);
    this.loading.delete(key);
  }

  forgetWhere(matches: (value: V) => boolean): void {
    this.loading.clear();
    for (const [key, { value }] of this.entries) {
      if (matches(value)) this.entries.delete(key);
    }
  }

  private load(key: string): Promise<V | null> {
    const shared = this.loading.get(key);
    if (shared !== undefined) return shared;
    const load = this.options.load(key).then(
      (value) => {
        if (this.loading.get(key) === load) this.remember(key, value);
        return value;
      },
      (error: unknown) => {
        if (this.loading.get(key) === load) this.loading.delete(key);
        throw error;
      },
    );
    this.loading.set(key, load);
    return load;
  }

  private peekMiss(key: string): null | undefined {
    const untilMs = this.misses.get(key);
    if (untilMs === undefined) return undefined;
    if (untilMs > this.nowMs()) return null;
    this.misses.delete(key);
    return undefined;
  }

  private remember(key: string, value: V | null): void {
    this.loading.delete(key);
    if (value === null) {
      this.misses.set(key, this.nowMs() + this.options.missAgeMs);
      dropOldest(this.misses, this.options.entriesMax);
    } else {
      this.entries.set(key, { value, untilMs: this.nowMs() + this.options.maxAgeMs });
      dropOldest(this.entries, this.options.entriesMax);
    }
  }
}

function dropOldest(map: Map<string, unknown>, sizeMax: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= sizeMax) return;
    map.delete(oldest);
  }
}
