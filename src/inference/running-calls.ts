import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventBus } from '../common/events/event-bus';
import type { CoinopError } from '../common/errors/define-errors';
import { Metrics } from '../common/telemetry/metrics';
import type { Caller } from '../common/security/caller';
import { inferenceErrors } from './inference.errors';

/** A call that has not ended yet. */
export interface RunningCall {
  readonly caller: Caller;
  /** Ends the call with this reason; what was used is settled. May be called twice. */
  cut(reason: CoinopError): void;
}

/** Stops remembered for calls that were let in before and have not begun. */
const STOPS_MAX = 1000;

interface Stop {
  concerns: (caller: Caller) => boolean;
  reason: CoinopError;
}

/**
 * Every call under way in this process, so that whoever loses the right to it loses it at once:
 * walking the set is fine, because these events are rare and the set is at most a few thousand.
 */
@Injectable()
export class RunningCalls implements OnModuleInit {
  private readonly calls = new Set<RunningCall>();
  private whenEmpty: (() => void) | null = null;
  isClosing = false;
  /** How many stops there were so far. */
  stops = 0;
  /** The latest of them. */
  private readonly latest: Stop[] = [];

  constructor(
    private readonly events: EventBus,
    metrics: Metrics,
  ) {
    metrics.gauge('coinop_inference_in_flight', 'Model calls under way.', () => [
      { labels: {}, value: this.count },
    ]);
  }

  onModuleInit(): void {
    const { events } = this;
    const stop = (reason: string, concerns: (caller: Caller) => boolean) =>
      this.stop({ concerns, reason: inferenceErrors.call_stopped({ reason }) });
    events.on('user.deactivated', ({ userId }) =>
      stop('the account was deactivated', (caller) => caller.userId === userId),
    );
    events.on('user.deleted', ({ userId }) =>
      stop('the account was deleted', (caller) => caller.userId === userId),
    );
    events.on('session.ended', ({ sessionId }) =>
      stop('the login session ended', (caller) => caller.sessionId === sessionId),
    );
    events.on('key.changed', ({ keyId, revoked }) => {
      if (revoked) stop('the API key was revoked', (caller) => caller.apiKey?.id === keyId);
    });
    events.on('play.ended', ({ playSessionId }) =>
      stop('the game was closed', (caller) => caller.play?.sessionId === playSessionId),
    );
    events.on('game.suspended', ({ gameId }) =>
      stop('the game was suspended', (caller) => caller.play?.gameId === gameId),
    );
  }

  get count(): number {
    return this.calls.size;
  }

  /**
   * Why a caller who was let in when there had been `seen` stops may do nothing any more; null when they
   * may. Between the door and `add` there is time: a body can be minutes on its way.
   */
  stoppedSince(caller: Caller, seen: number): CoinopError | null {
    const missed = this.stops - seen;
    if (missed === 0) return null;
    if (missed > this.latest.length) {
      return inferenceErrors.call_stopped({ reason: 'it took too long to arrive, send it again' });
    }
    return this.latest.slice(-missed).find(({ concerns }) => concerns(caller))?.reason ?? null;
  }

  /** Throws `call_stopped`. */
  assertNotStopped(caller: Caller, seen: number): void {
    const reason = this.stoppedSince(caller, seen);
    if (reason !== null) throw reason;
  }

  add(call: RunningCall): void {
    this.calls.add(call);
  }

  remove(call: RunningCall): void {
    this.calls.delete(call);
    if (this.calls.size === 0) this.whenEmpty?.();
  }

  /** No new calls from now on; waits for the running ones up to `graceMs`, then ends them. */
  async close(graceMs: number): Promise<void> {
    this.isClosing = true;
    if (!(await this.emptyWithin(graceMs))) {
      this.cutWhere(() => true, inferenceErrors.shutting_down({}));
      await this.emptyWithin(graceMs);
    }
  }

  private stop(stop: Stop): void {
    this.stops += 1;
    this.latest.push(stop);
    if (this.latest.length > STOPS_MAX) this.latest.shift();
    this.cutWhere(stop.concerns, stop.reason);
  }

  private cutWhere(concerns: (caller: Caller) => boolean, reason: CoinopError): void {
    for (const call of this.calls) if (concerns(call.caller)) call.cut(reason);
  }

  private emptyWithin(ms: number): Promise<boolean> {
    if (this.calls.size === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      this.whenEmpty = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
