import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../common/database/database';
import { EventBus } from '../common/events/event-bus';
import { PlaySession } from './data/play-session.entity';

/** Spending is written down this long after it was seen; the usage records have it exactly. */
const FLUSH_AFTER_MS = 1000;

/** What watchers of a play session are told. */
export type MeterEvent =
  | { type: 'spent'; spentTokens: number }
  /** Tokens of answers that are arriving now and are not yet in `spent`; 0 when none is. */
  | { type: 'flow'; flowingTokens: number }
  | { type: 'ended'; reason: string };

/** Watchers are told of arriving tokens this often at most. */
const FLOW_EVERY_MS = 150;

interface Flow {
  /** Tokens counted so far, by call. */
  calls: Map<string, number>;
  toldAtMs: number;
}

interface Reading {
  spentTokens: number;
  /** Seen, but not yet in the session's row. */
  unsavedTokens: number;
}

/**
 * How many tokens each play session has spent, as its calls are settled. For showing only: what may
 * still be spent is decided by the ledger.
 */
@Injectable()
export class PlayMeter implements OnApplicationShutdown {
  private readonly log = new Logger('games');
  private readonly readings = new Map<string, Reading>();
  private readonly watchers = new Map<string, Set<(event: MeterEvent) => void>>();
  private readonly flows = new Map<string, Flow>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    events: EventBus,
  ) {
    events.on('call.progress', ({ playSessionId, requestId, tokens }) => {
      if (this.watchers.has(playSessionId)) this.flow(playSessionId, requestId, tokens);
    });
    events.on('call.settled', ({ playSessionId, requestId, totalTokens }) => {
      if (playSessionId === null) return;
      if (totalTokens > 0) this.add(playSessionId, totalTokens);
      this.flowed(playSessionId, requestId);
    });
  }

  /** Tokens spent by now, given what the session's row says. */
  spent(session: Pick<PlaySession, 'id' | 'spentTokens'>): number {
    const known = this.readings.get(session.id);
    if (known === undefined) return session.spentTokens;
    return Math.max(known.spentTokens, session.spentTokens + known.unsavedTokens);
  }

  /** Begins to count from what the row says; only sessions that are open somewhere are counted in memory. */
  open(session: Pick<PlaySession, 'id' | 'spentTokens'>): void {
    const known = this.readings.get(session.id);
    if (known === undefined) {
      this.readings.set(session.id, { spentTokens: session.spentTokens, unsavedTokens: 0 });
    } else {
      known.spentTokens = Math.max(known.spentTokens, session.spentTokens + known.unsavedTokens);
    }
  }

  /** Tells watchers that it is over, and writes down what is not yet written. */
  async close(sessionId: string, reason: string): Promise<void> {
    this.tell(sessionId, { type: 'ended', reason });
    this.watchers.delete(sessionId);
    this.flows.delete(sessionId);
    await this.flush();
    this.readings.delete(sessionId);
  }

  /** Calls `watcher` with every event of the session until the returned function is called. */
  watch(sessionId: string, watcher: (event: MeterEvent) => void): () => void {
    const set = this.watchers.get(sessionId) ?? new Set();
    this.watchers.set(sessionId, set);
    set.add(watcher);
    return () => {
      set.delete(watcher);
      if (set.size === 0 && this.watchers.get(sessionId) === set) this.watchers.delete(sessionId);
    };
  }

  watcherCount(sessionId: string): number {
    return this.watchers.get(sessionId)?.size ?? 0;
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
  }

  private add(sessionId: string, tokens: number): void {
    const reading = this.readings.get(sessionId) ?? { spentTokens: 0, unsavedTokens: 0 };
    this.readings.set(sessionId, reading);
    reading.spentTokens += tokens;
    reading.unsavedTokens += tokens;
    this.tell(sessionId, { type: 'spent', spentTokens: reading.spentTokens });
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.flush().catch((error: unknown) => this.log.error(error));
    }, FLUSH_AFTER_MS);
    this.timer.unref();
  }

  /** For watchers only: what arrives is on the books when its call is settled. */
  private flow(sessionId: string, requestId: string, tokens: number): void {
    const flow = this.flows.get(sessionId) ?? { calls: new Map<string, number>(), toldAtMs: 0 };
    this.flows.set(sessionId, flow);
    flow.calls.set(requestId, tokens);
    const nowMs = Date.now();
    if (nowMs - flow.toldAtMs < FLOW_EVERY_MS) return;
    flow.toldAtMs = nowMs;
    this.tellFlow(sessionId, flow);
  }

  /** A call is settled: it has moved from the flow to what is spent. */
  private flowed(sessionId: string, requestId: string): void {
    const flow = this.flows.get(sessionId);
    if (flow === undefined || !flow.calls.delete(requestId)) return;
    if (flow.calls.size === 0) this.flows.delete(sessionId);
    this.tellFlow(sessionId, flow);
  }

  private tellFlow(sessionId: string, { calls }: Flow): void {
    let flowingTokens = 0;
    for (const tokens of calls.values()) flowingTokens += tokens;
    this.tell(sessionId, { type: 'flow', flowingTokens });
  }

  private async flush(): Promise<void> {
    const due = [...this.readings].filter(([, reading]) => reading.unsavedTokens > 0);
    if (due.length === 0) return;
    const amounts = due.map(([id, reading]) => {
      const tokens = reading.unsavedTokens;
      reading.unsavedTokens = 0;
      return { id, tokens };
    });
    await this.database.transaction(async (tx) => {
      for (const { id, tokens } of amounts) {
        await tx.increment(PlaySession, { id }, 'spentTokens', tokens);
      }
    });
  }

  private tell(sessionId: string, event: MeterEvent): void {
    for (const watcher of this.watchers.get(sessionId) ?? []) watcher(event);
  }
}
