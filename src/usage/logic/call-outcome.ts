import type { AttemptOutcome } from '../../ledger/ledger.types';

/** How a call went as a dashboard counts it: whose doing it was, not what it cost. */
export type CallOutcome = 'ok' | 'client_error' | 'limited' | 'upstream_error' | 'aborted';

/** @param status what the client was given; a refusal with a 4xx of its own making is the client's. */
export function callOutcome(outcome: AttemptOutcome, status: number): CallOutcome {
  switch (outcome) {
    case 'ok':
      return 'ok';
    case 'cut':
      return 'limited';
    case 'aborted':
      return 'aborted';
    case 'refused':
      return isClientError(status) ? 'client_error' : 'upstream_error';
    case 'unknown':
    case 'truncated':
    case 'crashed':
      return 'upstream_error';
  }
}

/** 429 is the provider's own limit, 401 and 403 its opinion of the operator's key. */
function isClientError(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}
