import { createHash } from 'node:crypto';
import type { CallSubject, ReserveRequest } from '../../ledger/ledger.types';
import type { GatewayCall } from '../inference.types';

/** Printable ASCII; longer keys are refused by the header limits of every client we know. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/u;

/** Who and what a call is for, as the usage record keeps it. */
export function callSubject({ operation, caller, read, request }: GatewayCall): CallSubject {
  return {
    requestId: request.id,
    userId: caller.userId,
    apiKeyId: caller.apiKey?.id ?? null,
    gameId: caller.play?.gameId ?? null,
    playSessionId: caller.play?.sessionId ?? null,
    dialect: operation.endpoint.dialect,
    operation: operation.endpoint.operation,
    model: read.model,
    isStreaming: read.isStreaming,
  };
}

/**
 * The caller's idempotency key with a fingerprint of the request it stands for; null when there is no
 * usable key. A retry of the same client repeats its body byte for byte, so the bytes are compared.
 */
export function idempotencyOf({
  operation,
  read,
  request,
}: GatewayCall): ReserveRequest['idempotency'] {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) return null;
  const fingerprint = createHash('sha256')
    .update(`${operation.endpoint.dialect} ${operation.endpoint.operation}\n`)
    .update(read.bytes)
    .digest('hex');
  return { key, fingerprint };
}
