import type { Deployment } from '../../providers/providers.types';
import type { GatewayCall } from '../inference.types';

/** Our own headers on every inference answer, so that a debugging user sees the decision with `curl -i`. */
export function answerHeaders(call: GatewayCall, deployment?: Deployment): Record<string, string> {
  const { id } = call.request;
  return {
    'x-request-id': id,
    'request-id': id,
    'x-coinop-request-id': id,
    // Proxies in front of us must not collect a stream.
    'x-accel-buffering': 'no',
    ...(deployment === undefined
      ? {}
      : { 'x-coinop-provider': deployment.provider, 'x-coinop-model': deployment.model }),
  };
}
