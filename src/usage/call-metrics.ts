import { Injectable } from '@nestjs/common';
import { EventBus, type CoinopEvents } from '../common/events/event-bus';
import { Metrics, type Counter } from '../common/telemetry/metrics';
import type { TokenUsage } from '../ledger/ledger.types';
import { callOutcome } from './logic/call-outcome';

/** Members of a usage, and what their tokens are called. */
const TOKEN_TYPES: readonly [keyof TokenUsage, string][] = [
  ['input', 'input'],
  ['output', 'output'],
  ['cacheRead', 'cache_read'],
  ['cacheWrite', 'cache_write'],
  ['reasoning', 'reasoning'],
];

/** Counts calls after they were settled, so that the calls themselves do not wait for it. */
@Injectable()
export class CallMetrics {
  private readonly requests: Counter;
  private readonly tokens: Counter;
  private readonly rejections: Counter;
  /** By provider: whether its latest answer was one. */
  private readonly isUp = new Map<string, boolean>();

  constructor(metrics: Metrics, events: EventBus) {
    this.requests = metrics.counter(
      'coinop_inference_requests_total',
      'Model calls that were settled.',
      ['dialect', 'provider', 'outcome', 'stream'],
    );
    this.tokens = metrics.counter('coinop_tokens_total', 'Tokens booked.', ['provider', 'type']);
    this.rejections = metrics.counter(
      'coinop_limit_rejections_total',
      'Model calls refused because a limit was reached.',
      ['scope', 'window', 'reason'],
    );
    metrics.gauge('coinop_upstream_up', 'Whether the latest call of a provider was answered.', () =>
      [...this.isUp].map(([provider, isUp]) => ({ labels: { provider }, value: isUp ? 1 : 0 })),
    );
    events.on('call.settled', (call) => this.count(call));
  }

  /** @param scope what kind of thing the limit belongs to: `user`, `key`, `game`, `play`. */
  countRejection(scope: string, window: string, reason: 'tokens' | 'rate' | 'concurrency'): void {
    this.rejections.add([scope, window, reason]);
  }

  private count({ dialect, isStreaming, final }: CoinopEvents['call.settled']): void {
    if (final === null) return;
    const { provider, usage, status } = final;
    const outcome = callOutcome(final.outcome, status);
    this.requests.add([dialect, provider, outcome, String(isStreaming)]);
    if (outcome === 'ok' || outcome === 'upstream_error') {
      this.isUp.set(provider, outcome === 'ok');
    }
    for (const [member, type] of TOKEN_TYPES) {
      if (usage[member] > 0) this.tokens.add([provider, type], usage[member]);
    }
  }
}
