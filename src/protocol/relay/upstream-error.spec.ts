import { capture } from '../../../test/support/upstream/captures';
import { fromUpstreamError } from './upstream-error';

const body = (value: unknown) => Buffer.from(JSON.stringify(value));

it.each([
  ['err_context', 'context_length_exceeded', 400, /^request \(6012 tokens\) exceeds/],
  ['err_anthropic_context', 'context_length_exceeded', 400, /^request \(6012 tokens\) exceeds/],
  ['err_no_messages', 'invalid_request', 400, /messages/],
  ['err_not_found', 'model_not_found', 404, /./],
  ['err_auth_wrong', 'upstream_failed', 502, /^The model provider refused the credentials/],
  ['err_bad_json', 'upstream_failed', 500, /^The model provider failed to answer/],
  ['err_embeddings_disabled', 'upstream_failed', 501, /^The model provider failed to answer/],
])('reads the recorded %s as %s', (name, code, status, message) => {
  const { response } = capture(name);
  expect(fromUpstreamError(response.status, response.body)).toMatchObject({
    code,
    status,
    message: expect.stringMatching(message),
  });
});

it.each([
  [
    400,
    body({ type: 'error', error: { type: 'invalid_request_error', message: 'bad x' } }),
    'bad x',
  ],
  [
    404,
    body({ error: 'model "x" not found, try pulling it first' }),
    'model "x" not found, try pulling it first',
  ],
  [422, body({ detail: 'bad y' }), 'bad y'],
  [422, body({ detail: [{ loc: ['body'] }] }), 'The model provider did not accept the request.'],
  [400, Buffer.from('<html>nginx</html>'), 'The model provider did not accept the request.'],
])('shows what a %i says of the request', (status, bytes, message) => {
  expect(fromUpstreamError(status, bytes)).toMatchObject({ status, message, isRetryable: false });
});

it.each([
  [429, 429, 'upstream_overloaded', /your own allowance is untouched/],
  [529, 529, 'upstream_overloaded', /overloaded/],
  [503, 503, 'upstream_overloaded', /overloaded/],
  [504, 504, 'upstream_timeout', /too long/],
  [500, 500, 'upstream_failed', /failed/],
  [302, 502, 'upstream_failed', /failed/],
])('tells nothing of what a %i says', (upstream, status, code, message) => {
  const told = fromUpstreamError(upstream, body({ error: { message: 'secret-host-7 said no' } }));
  expect(told).toMatchObject({ status, code, isRetryable: true });
  expect(told.message).toMatch(message);
  expect(told.message).not.toContain('secret-host-7');
});

it.each([
  'Incorrect API key provided: sk-ant-api03-abcDEF_123456.',
  'Authorization: Bearer abc.def/ghi+1 was wrong',
  'see http://user:pw@10.0.0.7:8080/v1/models?key=1',
  'dial tcp 127.0.0.1:11434: refused',
  'token eyJhbGciOiJI.eyJzdWIiOiIx.c2ln',
])('strips keys and addresses: %s', (message) => {
  const told = fromUpstreamError(400, body({ error: { message } })).message;
  expect(told).not.toMatch(/abc|10\.0|127\.0|pw@|eyJ|11434/);
});
