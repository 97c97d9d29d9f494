import type { CoinopError } from '../../common/errors/define-errors';
import { fromUpstreamError } from '../../protocol/relay/upstream-error';
import type { Deployment } from '../../providers/providers.types';
import { inferenceErrors } from '../inference.errors';
import type { RelayEnd } from '../relay/relay';

/** Longer waits make clients sleep for hours inside their SDK. */
const RETRY_AFTER_SECONDS_MAX = 60;
const RETRY_AFTER_SECONDS_DEFAULT = 5;

/** What the caller is told about an attempt that did not end well; null when there is nothing to tell. */
export function attemptError({ provider }: Deployment, end: RelayEnd): CoinopError | null {
  const cause = end.failure?.detail;
  switch (end.ending) {
    case 'complete':
    case 'client-left':
    case 'cut':
      return null;
    case 'rejected':
      return rejection(provider, end);
    case 'not-sent':
    case 'no-answer':
      return end.failure?.isTimeout === true
        ? inferenceErrors.upstream_timeout({ provider }, { cause })
        : inferenceErrors.upstream_failed(
            { message: `${provider} could not be reached or gave no answer.` },
            { cause },
          );
    case 'interrupted':
      return inferenceErrors.upstream_interrupted({ provider }, { cause });
  }
}

function rejection(provider: string, end: RelayEnd): CoinopError {
  const upstreamStatus = end.upstreamStatus!;
  const { status, code, message } = fromUpstreamError(upstreamStatus, end.errorBody);
  const cause = `${provider} answered ${upstreamStatus}`;
  switch (code) {
    case 'upstream_timeout':
      return inferenceErrors.upstream_timeout({ provider }, { status, cause });
    case 'upstream_overloaded':
      return inferenceErrors.upstream_overloaded(
        { message: `${message} (${provider})` },
        { status, cause, headers: { 'retry-after': retryAfter(end) } },
      );
    case 'upstream_failed':
      return inferenceErrors.upstream_failed(
        { message: `${message} (${provider})` },
        { status, cause },
      );
    case 'context_length_exceeded':
      return inferenceErrors.context_length_exceeded({ message }, { status, cause });
    default:
      return inferenceErrors.upstream_rejected({ message }, { status, cause });
  }
}

function retryAfter(end: RelayEnd): string {
  const given = Number(end.upstreamHeaders['retry-after']);
  const seconds =
    Number.isFinite(given) && given > 0 ? Math.ceil(given) : RETRY_AFTER_SECONDS_DEFAULT;
  return String(Math.min(seconds, RETRY_AFTER_SECONDS_MAX));
}
