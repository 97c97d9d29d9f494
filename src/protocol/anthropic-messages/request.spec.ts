import type { ReadResult } from '../relay/dialect-request';
import { patchAnthropicRequest, readAnthropicRequest } from './request';

const bytes = (body: unknown) =>
  Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
const messages = [{ role: 'user', content: 'Say hello' }];
const good = { model: 'm', max_tokens: 64, messages };

function read(body: unknown, operation: 'messages' | 'count_tokens' = 'messages'): ReadResult {
  return readAnthropicRequest(bytes(body), operation);
}

function accepted(body: unknown) {
  const result = read(body);
  if (!result.ok) throw new Error(result.detail);
  return result.request;
}

describe('what is read', () => {
  it('takes the fields it relies on and leaves the bytes alone', () => {
    const body = { ...good, stream: true, thinking: { type: 'adaptive' }, context_management: {} };
    const request = accepted(body);
    expect(request).toMatchObject({ model: 'm', isStreaming: true, outputTokensMax: 64 });
    expect(request.body).toEqual(body);
    expect(patchAnthropicRequest(request, { model: 'm', outputTokensMax: 64 })).toBe(request.bytes);
  });

  it('skips a byte order mark', () => {
    expect(accepted(`\ufeff${JSON.stringify(good)}`).model).toBe('m');
  });

  it('needs no max_tokens to count tokens, and never streams', () => {
    const result = read({ model: 'm', messages, stream: true }, 'count_tokens');
    expect(result).toMatchObject({
      ok: true,
      request: { isStreaming: false, outputTokensMax: null },
    });
  });
});

describe('what is refused, and how', () => {
  it.each([
    ['', 'The body is empty: send a JSON object.'],
    ['{"model":', 'The body is not valid JSON.'],
    ['[]', 'The body must be a JSON object.'],
    ['null', 'The body must be a JSON object.'],
    ['{"max_tokens":NaN}', 'The body is not valid JSON.'],
    [`{"a":${'['.repeat(200)}${']'.repeat(200)}}`, 'The body is nested more than 128 levels deep.'],
    ['{"model":"a","model":"b"}', 'model: is given twice.'],
    ['{"model":"a","mo\\u0064el":"b"}', 'model: is given twice.'],
    [{ ...good, model: undefined }, 'model: is required.'],
    [{ ...good, model: 7 }, 'model: must be a string.'],
    [{ ...good, model: '' }, 'model: must not be empty.'],
    [{ ...good, model: 'a\nb' }, 'model: must not contain control characters.'],
    [{ ...good, max_tokens: undefined }, 'max_tokens: is required.'],
    ...[0, -1, 1.5, 1e300, '64', null].map(
      (max_tokens) =>
        [{ ...good, max_tokens }, 'max_tokens: must be a whole number from 1 to 10000000.'] as [
          unknown,
          string,
        ],
    ),
    [{ ...good, stream: 'yes' }, 'stream: must be true or false.'],
    [{ ...good, messages: undefined }, 'messages: is required.'],
    [{ ...good, messages: 'hi' }, 'messages: must be a list of messages.'],
    [{ ...good, messages: [] }, 'messages: must not be empty.'],
    [{ ...good, messages: [7] }, 'messages.0: must be an object.'],
    [{ ...good, messages: [{ content: 'x' }] }, 'messages.0.role: is required.'],
    [
      { ...good, messages: [{ role: 'user', content: 7 }] },
      'messages.0.content: must be a string or a list of content parts.',
    ],
    [
      { ...good, messages: [{ role: 'user', content: [{}] }] },
      'messages.0.content.0.type: is required.',
    ],
    [{ ...good, tools: {} }, 'tools: must be a list of objects.'],
  ])('%j', (body, detail) => {
    expect(read(body)).toMatchObject({ ok: false, detail });
  });

  it('points at the field', () => {
    expect(read({ ...good, messages: [{ role: 1, content: '' }] })).toMatchObject({
      pointer: '/messages/0/role',
    });
  });

  it('refuses bytes that are not UTF-8', () => {
    const broken = Buffer.concat([bytes('{"model":"'), Buffer.from([0xc3, 0x28]), bytes('"}')]);
    expect(readAnthropicRequest(broken, 'messages')).toMatchObject({
      ok: false,
      detail: 'The body is not valid UTF-8.',
    });
  });
});

describe('what is changed before it is sent on', () => {
  it('changes the named fields only', () => {
    const sent =
      '{ "model":"m", "seed": 12345678901234567890, "max_tokens":64, "messages":[{"role":"user","content":"é"}]}';
    const patched = patchAnthropicRequest(accepted(sent), { model: 'n"', outputTokensMax: 5 });
    expect(patched.toString()).toBe(
      sent.replace('"m"', '"n\\""').replace('"max_tokens":64', '"max_tokens":5'),
    );
  });

  it('keeps a thinking budget below the new limit', () => {
    const thinking = { type: 'enabled', budget_tokens: 8_000 };
    const request = accepted({ ...good, max_tokens: 16_000, thinking });
    const patched = patchAnthropicRequest(request, { outputTokensMax: 4_000 }).toString();
    expect(JSON.parse(patched)).toMatchObject({
      max_tokens: 4_000,
      thinking: { type: 'enabled', budget_tokens: 3_999 },
    });
  });
});

describe('the estimate of input tokens', () => {
  const estimate = (body: object) => accepted({ ...good, ...body }).inputTokensEstimate;
  const image = { type: 'image', source: { type: 'base64', data: 'A'.repeat(1_000_000) } };

  it('grows with the text, not with the bytes of an image', () => {
    const short = estimate({});
    expect(estimate({ system: 'x'.repeat(4_000) }) - short).toBeGreaterThan(1_000);
    const seen = estimate({ messages: [{ role: 'user', content: [image] }] });
    expect(seen).toBeGreaterThan(1_600);
    expect(seen).toBeLessThan(2_000);
  });

  it('is not below what a real tokenizer counted', () => {
    // test/fixtures/upstream/captures/anthropic_count_tokens: 13 tokens.
    expect(estimate({})).toBeGreaterThanOrEqual(13);
  });

  it('reads an agent-sized body quickly', () => {
    const tool = {
      name: 'search_files',
      description: 'Looks for text in files. '.repeat(80),
      input_schema: { type: 'object', properties: { q: { type: 'string' } } },
    };
    const body = bytes({ ...good, tools: Array.from({ length: 36 }, () => tool) });
    expect(body.length).toBeGreaterThan(70_000);
    for (let n = 0; n < 200; n++) readAnthropicRequest(body, 'messages');
    const started = process.hrtime.bigint();
    for (let n = 0; n < 100; n++) readAnthropicRequest(body, 'messages');
    const perCallMs = Number(process.hrtime.bigint() - started) / 1e6 / 100;
    // 0.2 ms alone; the bound leaves room for a busy machine.
    expect(perCallMs).toBeLessThan(5);
  });
});
