import { Injectable } from '@nestjs/common';
import { Config } from '../common/config/config';
import type { CoinopError } from '../common/errors/define-errors';
import { EventBus } from '../common/events/event-bus';
import { LedgerService } from '../ledger/ledger.service';
import type { Hold, ReserveResult, StoredOutcome, TokenUsage } from '../ledger/ledger.types';
import { PricesService } from '../models/prices.service';
import type { Deployment, UpstreamRequest } from '../providers/providers.types';
import { LimitsService } from '../usage/limits.service';
import { inferenceErrors } from './inference.errors';
import type { GatewayCall } from './inference.types';
import { callSubject, idempotencyOf } from './logic/call-subject';
import { answerHeaders } from './logic/answer-headers';
import { attemptError } from './logic/upstream-error';
import { attemptRecord, type FinishedAttempt } from './logic/attempt-record';
import { limitToSend, outputBound } from './logic/output-bound';
import { toUpstreamHeaders, toUpstreamQuery } from './logic/forward-headers';
import { AnswerCopy } from './relay/answer-copy';
import { Allowance } from './relay/allowance';
import { Relay } from './relay/relay';
import { RunningCalls, type RunningCall } from './running-calls';
import { replay } from './relay/replay';

type Reserved = Extract<ReserveResult, { kind: 'reserved' }>;

/**
 * The conductor of a call that costs something: hold, attempt, relay, settle. However the call ends,
 * it is settled exactly once, and the final byte is sent after that.
 */
@Injectable()
export class MeteredCalls {
  constructor(
    private readonly config: Config,
    private readonly ledger: LedgerService,
    private readonly limits: LimitsService,
    private readonly prices: PricesService,
    private readonly running: RunningCalls,
    private readonly events: EventBus,
  ) {}

  async run(call: GatewayCall): Promise<void> {
    const reserved = await this.reserve(call);
    if (reserved.kind !== 'reserved') {
      this.answerUnreserved(call, reserved);
      return;
    }
    const stopped = this.running.stoppedSince(call.caller, call.stopsSeen);
    if (stopped !== null) return this.stopUnsent(reserved.hold, stopped);
    const { relay, copy, attempt } = await this.attempt(call, reserved, call.deployments[0]!);
    const record = attemptRecord(attempt);
    await this.ledger.finish(reserved.hold, {
      attempts: [record],
      outcome: storedOutcome(relay, copy, attempt),
    });
    conclude(call, relay, attempt, record.usage);
  }

  private reserve(call: GatewayCall): Promise<ReserveResult> {
    const [deployment] = call.deployments;
    return this.ledger.reserve({
      subject: callSubject(call),
      idempotency: idempotencyOf(call),
      limits: this.limits.claimsFor(call.caller, Date.now()),
      price: this.prices.priceFor(deployment!),
      inputTokens: call.read.inputTokensEstimate,
      outputTokensMax: outputTokensMax(call),
    });
  }

  /** The right to this call was lost while its hold was written: from the next line on a cut would reach it. */
  private async stopUnsent(hold: Hold, reason: CoinopError): Promise<never> {
    const { status, code: errorCode } = reason;
    const unsent = { outcome: 'refused' as const, status, errorCode };
    await this.ledger.finish(hold, { attempts: [], outcome: null, unsent });
    throw reason;
  }

  private answerUnreserved(call: GatewayCall, result: Exclude<ReserveResult, Reserved>): void {
    switch (result.kind) {
      case 'limit':
        throw this.limits.limitReached(result.limit, result.needed, Date.now());
      case 'credits':
        throw inferenceErrors.insufficient_credits(result);
      case 'running':
        throw inferenceErrors.call_in_progress(result, { headers: { 'retry-after': '1' } });
      case 'mismatch':
        throw inferenceErrors.idempotency_mismatch(result);
      case 'finished':
        if (result.outcome === null) throw inferenceErrors.answer_lost(result);
        replay(call, result.outcome, result.requestId);
    }
  }

  private async attempt(
    call: GatewayCall,
    { hold, limits }: Reserved,
    deployment: Deployment,
  ): Promise<Attempted> {
    const { read, operation, caller } = call;
    const startedAtMs = Date.now();
    const scanner = operation.endpoint.createScanner(read);
    const mayBeRepeated = call.request.headers['idempotency-key'] !== undefined;
    const copy = mayBeRepeated ? new AnswerCopy() : null;
    const relay = new Relay({
      response: call.reply.raw,
      scanner,
      allowance: this.allowance(call, hold),
      headers: [
        answerHeaders(call, deployment),
        this.limits.rateHeaders(limits, call.admission.allowance, startedAtMs),
      ],
      clientStallTimeoutMs: this.config.env.CLIENT_STALL_TIMEOUT_MS,
      copy,
    });
    let cutReason: CoinopError | null = null;
    const runningCall: RunningCall = {
      caller,
      cut: (reason) => {
        cutReason ??= reason;
        relay.cut();
      },
    };
    this.running.add(runningCall);
    try {
      if (!relay.isOver) {
        this.ledger.markSent(hold, deployment.provider);
        relay.attach(deployment.upstream.open(this.upstreamRequest(call, deployment, hold), relay));
      }
      const end = await relay.ended;
      const error = attemptError(deployment, end) ?? cutReason;
      const { inputTokensEstimate } = read;
      const attempt = {
        deployment,
        scanner,
        end,
        error,
        inputTokensEstimate,
        startedAtMs,
        endedAtMs: Date.now(),
      };
      return { relay, copy, attempt };
    } finally {
      this.running.remove(runningCall);
    }
  }

  private allowance(call: GatewayCall, hold: Hold): Allowance {
    const { inputTokensEstimate, isStreaming } = call.read;
    return new Allowance(this.ledger, {
      hold,
      inputHeld: inputTokensEstimate,
      outputTokensMax: outputTokensMax(call),
      isStreaming,
      onCounted: this.meterOf(call),
    });
  }

  /** Whoever plays a game sees the answer arrive on the meter beside it. */
  private meterOf({ caller, request }: GatewayCall): ((tokens: number) => void) | undefined {
    const playSessionId = caller.play?.sessionId;
    if (playSessionId === undefined) return undefined;
    const requestId = request.id;
    return (tokens) => this.events.emit('call.progress', { requestId, playSessionId, tokens });
  }

  private upstreamRequest(call: GatewayCall, deployment: Deployment, hold: Hold): UpstreamRequest {
    const { operation, read, request } = call;
    const limit = limitToSend(read.outputTokensMax, {
      bound: outputTokensMax(call),
      affordable: hold.outputTokensAffordable,
    });
    const body = operation.endpoint.patchRequest(read, {
      model: deployment.model,
      outputField: deployment.outputField,
      ...(limit === null ? {} : { outputTokensMax: limit }),
    });
    const headers = toUpstreamHeaders(request.headers);
    const path = operation.upstreamPath + toUpstreamQuery(request.url);
    return { method: 'POST' as const, path, headers, body };
  }
}

interface Attempted {
  relay: Relay;
  copy: AnswerCopy | null;
  attempt: FinishedAttempt;
}

function outputTokensMax({ read, deployments }: GatewayCall): number {
  return outputBound(read, deployments[0]!.outputTokensMax);
}

/** A whole answer is kept for repeats; a broken one is not an answer. */
function storedOutcome(
  relay: Relay,
  copy: AnswerCopy | null,
  { end }: FinishedAttempt,
): StoredOutcome | null {
  if (copy === null || end.ending !== 'complete') return null;
  for (const chunk of relay.withheld) copy.add(chunk);
  const { body } = copy;
  const contentType = String(end.upstreamHeaders['content-type'] ?? 'application/json');
  return body === null ? null : { status: 200, headers: { 'content-type': contentType }, body };
}

/** The last bytes, now that the call is on the books. Throws what the error filter shall answer. */
function conclude(
  call: GatewayCall,
  relay: Relay,
  attempt: FinishedAttempt,
  usage: TokenUsage,
): void {
  const { end, error, scanner } = attempt;
  if (error !== null && !relay.hasWritten) {
    relay.detach();
    throw error;
  }
  call.reply.hijack();
  if (end.ending === 'client-left') {
    relay.detach();
  } else if (error === null && end.ending === 'cut') {
    const inputTokens = usage.input + usage.cacheRead + usage.cacheWrite;
    relay.endWith(scanner.finishByLength({ inputTokens, outputTokens: usage.output }));
  } else if (error === null || scanner.hasError) {
    // An error event of the upstream's own is a proper end in the dialect.
    relay.release();
  } else {
    const { code, status, message } = error;
    const { endpoint } = call.operation;
    relay.endWith(
      endpoint.renderStreamError({ code, status, message, requestId: call.request.id }),
    );
  }
}
