import type { Deployment } from '../../providers/providers.types';
import type { GatewayCall } from '../inference.types';

/** Our own headers on every inference answer, so that a debugging user sees the decision with `curl -i`. */
export function answerHeaders(call: GatewayCall, deployment?: Deployment): Record<string, string> {
  const { id } = call.request;
  const headers: Record<string, string> = {
    'x-request-id': id,
    'request-id': id,
    'x-coinop-request-id': id,
    // Proxies in front of us must not collect a stream.
    'x-accel-buffering': 'no',
  };
  if (deployment === undefined) return headers;
  headers['x-coinop-provider'] = deployment.provider;
  headers['x-coinop-model'] = deployment.model;
  return headers;
}
