import type { StoredOutcome } from '../../ledger/ledger.types';
import { answerHeaders } from '../logic/answer-headers';
import type { GatewayCall } from '../inference.types';

/** Gives a repeat the answer that the first call got. */
export function replay(call: GatewayCall, outcome: StoredOutcome, firstRequestId: string): void {
  const { raw } = call.reply.hijack();
  raw.writeHead(outcome.status, {
    ...outcome.headers,
    ...answerHeaders(call),
    'idempotent-replayed': 'true',
    'x-coinop-original-request-id': firstRequestId,
    'content-length': outcome.body.length,
  });
  raw.end(outcome.body);
}
