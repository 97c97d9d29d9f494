import {
  errorHeaders,
  JSON_TYPE,
  withRequestId,
  type DialectError,
  type RenderedDialectError,
} from '../relay/dialect-error';

/** Where the dialect's status or type does not follow from our status alone. */
const BY_CODE: Record<string, { status?: number; type: string }> = {
  insufficient_credits: { status: 402, type: 'billing_error' },
  no_capacity: { status: 529, type: 'overloaded_error' },
  upstream_timeout: { type: 'timeout_error' },
};

const BY_STATUS: Record<number, string> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** https://platform.claude.com/docs/en/api/errors */
export function anthropicErrorType(code: string, status: number): string {
  const known = BY_CODE[code]?.type ?? BY_STATUS[status];
  return known ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
}

export function renderAnthropicError(error: DialectError): RenderedDialectError {
  return {
    status: BY_CODE[error.code]?.status ?? error.status,
    contentType: JSON_TYPE,
    headers: { ...errorHeaders(error), 'request-id': error.requestId },
    body: JSON.stringify(envelope(error)),
  };
}

/** An error after the status line is gone: the SDKs throw it with our text. */
export function renderAnthropicStreamError(error: DialectError): Buffer {
  return Buffer.from(`event: error\ndata: ${JSON.stringify(envelope(error))}\n\n`);
}

function envelope(error: DialectError): object {
  return {
    type: 'error',
    error: { type: anthropicErrorType(error.code, error.status), message: withRequestId(error) },
    request_id: error.requestId,
  };
}
