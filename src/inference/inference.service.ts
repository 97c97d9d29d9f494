import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from '../common/config/config';
import { commonErrors } from '../common/errors/common.errors';
import type { CoinopRequest } from '../common/http/context-request';
import { readBody } from '../common/http/read-body';
import { ProvidersService } from '../providers/providers.service';
import { RateLimiter } from '../usage/rate-limiter';
import type { DialectRequest } from '../protocol/relay/dialect-request';
import type { Operation } from './inference.types';
import { assertModelAllowed } from './logic/assert-model-allowed';
import { inferenceErrors } from './inference.errors';
import { MeteredCalls } from './metered-calls';
import { RunningCalls } from './running-calls';
import { UnmeteredCalls } from './unmetered-calls';

/** The gateway's front door: one call of one operation, from the client's bytes to the last byte back. */
@Injectable()
export class InferenceService {
  constructor(
    private readonly config: Config,
    private readonly rates: RateLimiter,
    private readonly providers: ProvidersService,
    private readonly running: RunningCalls,
    private readonly metered: MeteredCalls,
    private readonly unmetered: UnmeteredCalls,
  ) {}

  /** Answers on `reply` itself; what it throws is answered by the error filter, before any byte was sent. */
  async serve(operation: Operation, request: CoinopRequest, reply: FastifyReply): Promise<void> {
    const caller = request.caller!;
    if (this.running.isClosing) throw inferenceErrors.shutting_down({});
    const stopsSeen = this.running.stops;
    const admission = this.rates.admit(caller, Date.now());
    try {
      const bytes = await readBody(request.raw, this.config.env.INFERENCE_BODY_BYTES_MAX);
      const read = this.read(operation, bytes);
      assertModelAllowed(caller, read.model);
      const deployments = await this.providers.plan(read.model, operation.endpoint.dialect);
      this.running.assertNotStopped(caller, stopsSeen);
      const call = { operation, caller, read, deployments, request, reply, admission, stopsSeen };
      await (operation.isMetered ? this.metered.run(call) : this.unmetered.run(call));
    } finally {
      admission.release();
    }
  }

  private read(operation: Operation, bytes: Buffer): DialectRequest {
    const result = operation.endpoint.readRequest(bytes);
    if (result.ok) return result.request;
    const { detail, pointer } = result;
    const members = pointer === undefined ? {} : { errors: [{ pointer, detail }] };
    throw commonErrors.invalid_request({ detail }, { members });
  }
}
