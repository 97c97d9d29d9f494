import {
  errorHeaders,
  JSON_TYPE,
  withRequestId,
  type DialectError,
  type RenderedDialectError,
} from '../relay/dialect-error';

interface Row {
  status?: number;
  type: string;
  code: string | null;
}

const BY_CODE: Record<string, Row> = {
  // OpenAI's clients know "no money" as a 429 of this type.
  insufficient_credits: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  context_length_exceeded: { type: 'invalid_request_error', code: 'context_length_exceeded' },
  model_not_found: { type: 'invalid_request_error', code: 'model_not_found' },
  conflict: { type: 'invalid_request_error', code: 'conflict' },
  payload_too_large: { type: 'invalid_request_error', code: 'payload_too_large' },
  upstream_failed: { type: 'server_error', code: 'upstream_failed' },
  no_capacity: { status: 503, type: 'server_error', code: 'overloaded' },
  upstream_overloaded: { type: 'server_error', code: 'overloaded' },
  upstream_timeout: { type: 'server_error', code: 'timeout' },
};

const BY_STATUS: Record<number, Row> = {
  401: { type: 'invalid_request_error', code: 'invalid_api_key' },
  403: { type: 'invalid_request_error', code: 'permission_denied' },
  404: { type: 'invalid_request_error', code: 'not_found' },
  413: { type: 'invalid_request_error', code: 'payload_too_large' },
  429: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
};

export function renderOpenAiError(error: DialectError, param?: string): RenderedDialectError {
  return {
    status: BY_CODE[error.code]?.status ?? error.status,
    contentType: JSON_TYPE,
    headers: errorHeaders(error),
    body: JSON.stringify(envelope(error, param)),
  };
}

/** An error after the status line is gone. The stream then closes without [DONE]: it did not end well. */
export function renderOpenAiStreamError(error: DialectError): Buffer {
  return Buffer.from(`data: ${JSON.stringify(envelope(error))}\n\n`);
}

function envelope(error: DialectError, param?: string): object {
  const fallback: Row = {
    type: error.status >= 500 ? 'server_error' : 'invalid_request_error',
    code: null,
  };
  const { type, code } = BY_CODE[error.code] ?? BY_STATUS[error.status] ?? fallback;
  return { error: { message: withRequestId(error), type, param: param ?? null, code } };
}
