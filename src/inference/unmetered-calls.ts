import { Injectable } from '@nestjs/common';
import { Config } from '../common/config/config';
import type { GatewayCall } from './inference.types';
import { answerHeaders } from './logic/answer-headers';
import { toUpstreamHeaders, toUpstreamQuery } from './logic/forward-headers';
import { attemptError } from './logic/upstream-error';
import { Relay } from './relay/relay';

/** Calls that cost nothing at any provider, such as counting tokens: passed on, without hold or record. */
@Injectable()
export class UnmeteredCalls {
  constructor(private readonly config: Config) {}

  async run(call: GatewayCall): Promise<void> {
    const { operation, read, request, reply } = call;
    const deployment = call.deployments[0]!;
    const relay = new Relay({
      response: reply.raw,
      scanner: operation.endpoint.createScanner(read),
      allowance: null,
      headers: [answerHeaders(call, deployment)],
      clientStallTimeoutMs: this.config.env.CLIENT_STALL_TIMEOUT_MS,
      copy: null,
    });
    relay.attach(
      deployment.upstream.open(
        {
          method: 'POST',
          path: operation.upstreamPath + toUpstreamQuery(request.url),
          headers: toUpstreamHeaders(request.headers),
          body: operation.endpoint.patchRequest(read, { model: deployment.model }),
        },
        relay,
      ),
    );
    const end = await relay.ended;
    const error = attemptError(deployment, end);
    if (error !== null && !relay.hasWritten) {
      relay.detach();
      throw error;
    }
    reply.hijack();
    if (end.ending === 'client-left') relay.detach();
    else relay.release();
  }
}
