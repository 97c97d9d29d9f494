import { patchOpenAiChatRequest, readOpenAiChatRequest } from './request';

const messages = [{ role: 'user', content: 'Hi' }];
const good = { model: 'm', messages };

function read(body: object, operation: 'chat' | 'completions' = 'chat') {
  return readOpenAiChatRequest(Buffer.from(JSON.stringify(body)), operation);
}

function accepted(body: object) {
  const result = read(body);
  if (!result.ok) throw new Error(result.detail);
  return result.request;
}

describe('what is read', () => {
  it.each([
    [good, { model: 'm', isStreaming: false, outputTokensMax: null, choices: 1 }],
    [
      { ...good, stream: true, max_tokens: 9 },
      { isStreaming: true, outputTokensMax: 9 },
    ],
    [{ ...good, max_tokens: 9, max_completion_tokens: 12 }, { outputTokensMax: 12 }],
    [
      { ...good, max_tokens: 9, n: 3 },
      { outputTokensMax: 27, choices: 3 },
    ],
    [{ ...good, stream_options: { include_usage: true } }, { wantsUsage: true }],
    [{ ...good, messages: [{ role: 'assistant', content: null, tool_calls: [] }] }, {}],
  ])('%j', (body, expected) => {
    expect(accepted(body)).toMatchObject(expected);
  });

  it('reads the old completions, with best_of as choices', () => {
    expect(read({ model: 'm', prompt: [1, 2], best_of: 4 }, 'completions')).toMatchObject({
      ok: true,
      request: { choices: 4 },
    });
  });
});

describe('what is refused, and how', () => {
  it.each([
    [{ ...good, messages: undefined }, 'messages: is required.'],
    [{ ...good, n: 17 }, 'n: must be a whole number from 1 to 16.'],
    [{ ...good, n: 1.5 }, 'n: must be a whole number from 1 to 16.'],
    [{ ...good, max_tokens: -1 }, 'max_tokens: must be a whole number from 1 to 10000000.'],
    [{ ...good, stream_options: 1 }, 'stream_options: must be an object.'],
    [{ ...good, tools: [1] }, 'tools.0: must be an object.'],
  ])('%j', (body, detail) => {
    expect(read(body)).toMatchObject({ ok: false, detail });
  });
});

describe('what is changed before it is sent on', () => {
  it('shares a limit among the choices and writes it where the caller had it', () => {
    const request = accepted({ ...good, max_tokens: 9, n: 3 });
    const patched = patchOpenAiChatRequest(request, { outputTokensMax: 10 }).toString();
    expect(JSON.parse(patched)).toEqual({ ...good, max_tokens: 3, n: 3 });
  });

  it('asks for usage on behalf of a caller who did not', () => {
    const request = accepted({ ...good, stream: true });
    const patched = patchOpenAiChatRequest(request, { includeUsage: true }).toString();
    expect(JSON.parse(patched)).toMatchObject({ stream_options: { include_usage: true } });
  });

  it('knows two names for a limit the caller did not set', () => {
    const write = (outputField?: 'max_tokens') =>
      patchOpenAiChatRequest(accepted(good), {
        outputTokensMax: 5,
        ...(outputField === undefined ? {} : { outputField }),
      }).toString();
    expect(JSON.parse(write())).toEqual({ ...good, max_completion_tokens: 5 });
    expect(JSON.parse(write('max_tokens'))).toEqual({ ...good, max_tokens: 5 });
  });
});
