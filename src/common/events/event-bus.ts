import { Injectable, Logger } from '@nestjs/common';

/**
 * Everything that modules tell each other without knowing who listens. Emitted after commit; events
 * flow up the floors, calls flow down. Delivery is synchronous and in this process only: whatever
 * must not be lost is a row.
 */
export interface CoinopEvents {
  /** The user's row, password or rights changed: cached copies are stale. */
  'user.changed': { userId: string };
  /** The user may do nothing any more: tokens, keys and running streams end now. */
  'user.deactivated': { userId: string };
  'user.deleted': { userId: string };
  /** An API key was changed or revoked: cached copies are stale, its running streams end when revoked. */
  'key.changed': { keyId: string; revoked: boolean };
  /** A login session ended. */
  'session.ended': { sessionId: string; userId: string };
  /** A play session ended (left, timed out, stopped): its running streams end. */
  'play.ended': { playSessionId: string };
  /** A game was suspended or deleted: its running streams end. */
  'game.suspended': { gameId: string };
  /** An answer is arriving in a play: tokens of the call as counted so far, input included. */
  'call.progress': { requestId: string; playSessionId: string; tokens: number };
  /** An admin changed a model or a price; the catalogue has it already. */
  'catalogue.changed': object;
  /** An admin added, changed or removed a provider; the registry has it already. */
  'providers.changed': object;
  /** A metered call was settled; `totalTokens` is what the record says. */
  'call.settled': {
    requestId: string;
    userId: string;
    playSessionId: string | null;
    dialect: string;
    isStreaming: boolean;
    totalTokens: number;
    /** The attempt that ended the call; null when there was none. */
    final: SettledAttempt | null;
  };
}

/** Of an attempt what others may want to count; see the ledger for what the members mean. */
interface SettledAttempt {
  provider: string;
  outcome: 'ok' | 'refused' | 'unknown' | 'aborted' | 'truncated' | 'cut' | 'crashed';
  status: number;
  usage: {
    input: number;
    cacheRead: number;
    cacheWrite: number;
    output: number;
    reasoning: number;
  };
}

type Listener<K extends keyof CoinopEvents> = (event: CoinopEvents[K]) => void;

@Injectable()
export class EventBus {
  private readonly log = new Logger('events');
  private readonly listeners = new Map<keyof CoinopEvents, Set<Listener<never>>>();

  /** Returns the function that stops listening. */
  on<K extends keyof CoinopEvents>(name: K, listener: Listener<K>): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set);
    set.add(listener as Listener<never>);
    return () => set.delete(listener as Listener<never>);
  }

  /** Calls every listener now. A listener that throws is logged and does not stop the others. */
  emit<K extends keyof CoinopEvents>(name: K, event: CoinopEvents[K]): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        (listener as Listener<K>)(event);
      } catch (error) {
        this.log.error(
          `a listener of ${name} failed`,
          error instanceof Error ? error.stack : error,
        );
      }
    }
  }
}
