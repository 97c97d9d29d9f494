import { createHash } from 'node:crypto';
import { commonErrors } from '../../common/errors/common.errors';
import type { CallSubject, ReserveRequest } from '../../ledger/ledger.types';
import type { GatewayCall } from '../inference.types';

/** Printable ASCII, as the column holds it. */
const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/u;

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
 * The caller's idempotency key with a fingerprint of the request it stands for; null when there is none.
 * Throws `invalid_request` for one that cannot be kept: ignored, it would be charged twice. A retry of the same client repeats its body byte for byte, so the bytes are compared.
 */
export function idempotencyOf({
  operation,
  read,
  request,
}: GatewayCall): ReserveRequest['idempotency'] {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') return null;
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) {
    throw commonErrors.invalid_request({
      detail: 'Idempotency-Key takes 1 to 255 printable ASCII characters.',
    });
  }
  const fingerprint = createHash('sha256')
    .update(`${operation.endpoint.dialect} ${operation.endpoint.operation}\n`)
    .update(read.bytes)
    .digest('hex');
  return { key, fingerprint };
}
