import { endpoints } from './dialects';
import type { DialectError } from './relay/dialect-error';

const make = (code: string, status: number, headers = {}): DialectError => ({
  code,
  status,
  message: 'No.',
  requestId: 'req_1',
  headers,
});

/** Each code in each dialect: status, type, code. A code of this server that is not here has its status's row. */
it.each([
  ['invalid_request', 400, 400, 'invalid_request_error', 400, 'invalid_request_error', null],
  [
    'context_length_exceeded',
    400,
    400,
    'invalid_request_error',
    400,
    'invalid_request_error',
    'context_length_exceeded',
  ],
  [
    'unauthenticated',
    401,
    401,
    'authentication_error',
    401,
    'invalid_request_error',
    'invalid_api_key',
  ],
  [
    'insufficient_credits',
    402,
    402,
    'billing_error',
    429,
    'insufficient_quota',
    'insufficient_quota',
  ],
  ['forbidden', 403, 403, 'permission_error', 403, 'invalid_request_error', 'permission_denied'],
  ['model_not_found', 404, 404, 'not_found_error', 404, 'invalid_request_error', 'model_not_found'],
  ['conflict', 409, 409, 'invalid_request_error', 409, 'invalid_request_error', 'conflict'],
  [
    'payload_too_large',
    413,
    413,
    'request_too_large',
    413,
    'invalid_request_error',
    'payload_too_large',
  ],
  ['rate_limited', 429, 429, 'rate_limit_error', 429, 'rate_limit_error', 'rate_limit_exceeded'],
  [
    'token_limit_reached',
    429,
    429,
    'rate_limit_error',
    429,
    'rate_limit_error',
    'rate_limit_exceeded',
  ],
  ['upstream_failed', 502, 502, 'api_error', 502, 'server_error', 'upstream_failed'],
  ['upstream_overloaded', 529, 529, 'overloaded_error', 529, 'server_error', 'overloaded'],
  ['no_capacity', 503, 529, 'overloaded_error', 503, 'server_error', 'overloaded'],
  ['upstream_timeout', 504, 504, 'timeout_error', 504, 'server_error', 'timeout'],
  ['internal', 500, 500, 'api_error', 500, 'server_error', null],
])(
  '%s (%i)',
  (code, status, anthropicStatus, anthropicType, openAiStatus, openAiType, openAiCode) => {
    const error = make(code, status);
    const anthropic = endpoints['anthropic:messages'].renderError(error);
    expect(anthropic.status).toBe(anthropicStatus);
    expect(JSON.parse(anthropic.body)).toMatchObject({
      type: 'error',
      error: { type: anthropicType },
      request_id: 'req_1',
    });
    const openAi = endpoints['openai:chat'].renderError(error);
    expect(openAi.status).toBe(openAiStatus);
    expect(JSON.parse(openAi.body)).toMatchObject({
      error: { type: openAiType, code: openAiCode, param: null },
    });
    const ollama = endpoints['ollama:chat'].renderError(error);
    expect(ollama.status).toBe(status);
    expect(JSON.parse(ollama.body)).toEqual({ error: expect.stringContaining('No.') });
  },
);

it('puts the request id into the text where a person will ask for it', () => {
  const text = (code: string, status: number) =>
    (JSON.parse(endpoints['ollama:chat'].renderError(make(code, status)).body) as { error: string })
      .error;
  expect(text('rate_limited', 429)).toBe('No. (request id: req_1)');
  expect(text('internal', 500)).toBe('No. (request id: req_1)');
  expect(text('invalid_request', 400)).toBe('No.');
});

it.each([
  [make('rate_limited', 429, { 'retry-after': '61' }), 'false'],
  [make('rate_limited', 429, { 'retry-after': '12' }), undefined],
  [make('insufficient_credits', 402), 'false'],
])('tells SDKs not to retry what cannot succeed soon', (error, expected) => {
  for (const endpoint of Object.values(endpoints)) {
    expect(endpoint.renderError(error).headers['x-should-retry']).toBe(expected);
  }
});

it('says an error in the middle of a stream as the dialect does', () => {
  const error = make('upstream_failed', 502);
  const said = 'No. (request id: req_1)';
  expect(endpoints['anthropic:messages'].renderStreamError(error).toString()).toBe(
    `event: error\ndata: {"type":"error","error":{"type":"api_error","message":"${said}"},"request_id":"req_1"}\n\n`,
  );
  expect(endpoints['ollama:chat'].renderStreamError(error).toString()).toBe(
    `{"error":"${said}"}\n`,
  );
  expect(endpoints['openai:chat'].renderStreamError(error).toString()).toBe(
    `data: {"error":{"message":"${said}","type":"server_error","param":null,"code":"upstream_failed"}}\n\n`,
  );
});
