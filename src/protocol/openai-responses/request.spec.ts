import { readOpenAiEmbeddingsRequest } from '../openai-embeddings/request';
import { renderOpenAiResponsesError } from './errors';
import { patchOpenAiResponsesRequest, readOpenAiResponsesRequest } from './request';

const bytes = (body: object) => Buffer.from(JSON.stringify(body));

it('reads a request, and changes only what it must', () => {
  const body = { model: 'm', input: 'Hi', stream: true, max_output_tokens: 64, store: false };
  const read = readOpenAiResponsesRequest(bytes(body));
  if (!read.ok) throw new Error(read.detail);
  expect(read.request).toMatchObject({ model: 'm', isStreaming: true, outputTokensMax: 64 });
  expect(patchOpenAiResponsesRequest(read.request, {})).toBe(read.request.bytes);
  const patched = patchOpenAiResponsesRequest(read.request, { model: 'n', outputTokensMax: 3 });
  expect(JSON.parse(patched.toString())).toEqual({ ...body, model: 'n', max_output_tokens: 16 });
});

it.each([
  [{ model: 'm' }, 'input: is required.'],
  [{ model: 'm', input: 7 }, 'input: must be a text or a list of items.'],
  [
    { model: 'm', input: 'x', max_output_tokens: '9' },
    /^max_output_tokens: must be a whole number/,
  ],
])('refuses %j', (body, detail) => {
  expect(readOpenAiResponsesRequest(bytes(body))).toMatchObject({
    ok: false,
    detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
  });
});

it.each([
  [{ model: 'm', input: ['a', 'b'] }, true],
  [{ model: 'm', input: [[1, 2]] }, true],
  [{ model: 'm', input: [] }, false],
  [{ model: 'm', input: 'a', dimensions: 1e6 }, false],
  [{ model: 'm', input: 'a', encoding_format: 'hex' }, false],
])('reads a request for embeddings: %j is %p', (body, ok) => {
  expect(readOpenAiEmbeddingsRequest(bytes(body)).ok).toBe(ok);
});

it('tells a long wait the way Codex understands it', () => {
  const error = { code: 'rate_limited', status: 429, message: 'No.', requestId: 'r' };
  const long = renderOpenAiResponsesError({
    ...error,
    headers: { 'retry-after': '11520' },
    resetsAtMs: 1_795_305_600_000,
  });
  expect(long.headers).toEqual({ 'x-should-retry': 'false' });
  expect(JSON.parse(long.body)).toMatchObject({
    error: { type: 'usage_limit_reached', code: 'usage_limit_reached', resets_at: 1_795_305_600 },
  });
  const short = renderOpenAiResponsesError({ ...error, headers: { 'retry-after': '12' } });
  expect(short.headers).toEqual({ 'retry-after': '12' });
});
