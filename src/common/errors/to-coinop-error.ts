import { HttpException } from '@nestjs/common';
import { commonErrors } from './common.errors';
import { CoinopError } from './define-errors';

interface FastifyLikeError {
  statusCode?: unknown;
  code?: unknown;
  message?: unknown;
}

/** Turns whatever was thrown, by us, by Nest or by Fastify, into one of our declared errors. Total. */
export function toCoinopError(thrown: unknown): CoinopError {
  if (thrown instanceof CoinopError) return thrown;
  if (thrown instanceof HttpException)
    return fromStatus(thrown.getStatus(), thrown.message, thrown);
  const error = thrown as FastifyLikeError | null | undefined;
  if (typeof error?.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500) {
    return fromStatus(
      error.statusCode,
      typeof error.message === 'string' ? error.message : '',
      thrown,
    );
  }
  return commonErrors.internal({}, { cause: thrown });
}

function fromStatus(status: number, message: string, cause: unknown): CoinopError {
  switch (status) {
    case 401:
      return commonErrors.unauthenticated({}, { cause });
    case 403:
      return commonErrors.forbidden({}, { cause });
    case 404:
      return commonErrors.not_found({ what: 'This address' }, { cause });
    case 409:
      return commonErrors.conflict({ detail: message }, { cause });
    case 413:
      return commonErrors.payload_too_large({ limitBytes: 1_048_576 }, { cause });
    case 415:
      return commonErrors.unsupported_media_type({ expected: 'application/json' }, { cause });
    case 429:
      return commonErrors.rate_limited(
        { detail: 'Too many requests: slow down and try again.' },
        { cause },
      );
    default:
      return status < 500
        ? commonErrors.invalid_request(
            { detail: message || 'The request is not valid.' },
            { cause },
          )
        : commonErrors.internal({}, { cause });
  }
}
