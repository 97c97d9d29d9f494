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

/**
 * Every call under way in this process, so that whoever loses the right to it loses it at once:
 * walking the set is fine, because these events are rare and the set is at most a few thousand.
 */
@Injectable()
export class RunningCalls implements OnModuleInit {
  private readonly calls = new Set<RunningCall>();
  private whenEmpty: (() => void) | null = null;
  isClosing = false;

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
      this.cutWhere(concerns, inferenceErrors.call_stopped({ reason }));
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
