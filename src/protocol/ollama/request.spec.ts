import { patchOllamaRequest, readOllamaRequest, type OllamaOperation } from './request';

const messages = [{ role: 'user', content: 'Hi' }];

function read(body: object, operation: OllamaOperation = 'chat') {
  return readOllamaRequest(Buffer.from(JSON.stringify(body)), operation);
}

function accepted(body: object, operation: OllamaOperation = 'chat') {
  const result = read(body, operation);
  if (!result.ok) throw new Error(result.detail);
  return result.request;
}

describe('what is read', () => {
  it.each([
    [
      { model: 'm', messages },
      { model: 'm', isStreaming: true, outputTokensMax: null },
    ],
    [
      { name: 'm', messages, stream: false },
      { model: 'm', isStreaming: false },
    ],
    [
      { model: 'm', name: 'n', messages, stream: null },
      { model: 'm', isStreaming: true },
    ],
    [{ model: 'm', options: { num_predict: 7 } }, { outputTokensMax: 7 }],
    [{ model: 'm', options: { num_predict: -1 } }, { outputTokensMax: null }],
    [{ model: 'm', options: null, keep_alive: '5m' }, { outputTokensMax: null }],
  ])('%j', (body, expected) => {
    expect(accepted(body)).toMatchObject(expected);
  });

  it.each([
    [{ model: 'm', prompt: 'x' }, 'generate', true],
    [{ model: 'm', input: ['a', 'b'] }, 'embed', false],
    [{ model: 'm', prompt: 'a' }, 'embeddings', false],
    [{ name: 'm' }, 'show', false],
  ] as const)('%j for %s', (body, operation, isStreaming) => {
    expect(accepted(body, operation)).toMatchObject({ model: 'm', isStreaming });
  });
});

describe('what is refused, and how', () => {
  it.each([
    [{ messages }, 'model: is required.'],
    [{ name: 7 }, 'name: must be a string.'],
    [{ model: 'm', messages: {} }, 'messages: must be a list of messages.'],
    [
      { model: 'm', messages: [{ role: 'user', content: [] }] },
      'messages.0.content: must be a string.',
    ],
    [{ model: 'm', stream: 'no' }, 'stream: must be true or false.'],
    [{ model: 'm', options: [] }, 'options: must be an object.'],
    [
      { model: 'm', options: { num_predict: 1e12 } },
      'options.num_predict: must be at most 10000000.',
    ],
    [{ model: 'm', options: { num_predict: -9 } }, 'options.num_predict: must not be below -2.'],
    [{ model: 'm', Options: { num_predict: 9 } }, 'Options: write it in lower case.'],
    [{ model: 'm', MODEL: 'dearer' }, 'MODEL: write it in lower case.'],
  ])('%j', (body, detail) => {
    expect(read(body)).toMatchObject({ ok: false, detail });
  });

  it('wants an input to embed', () => {
    expect(read({ model: 'm', input: [7] }, 'embed')).toMatchObject({
      detail: 'input.0: must be a string.',
    });
  });
});

describe('what is changed before it is sent on', () => {
  it('sends the same bytes when nothing differs', () => {
    const request = accepted({ model: 'm', messages });
    expect(patchOllamaRequest(request, { model: 'm' })).toBe(request.bytes);
  });

  it('sets the model where it stands, and the limit among the options', () => {
    const request = accepted({ name: 'm', messages, options: { seed: 1 } });
    const patched = patchOllamaRequest(request, { model: 'n', outputTokensMax: 9 });
    expect(JSON.parse(patched.toString())).toEqual({
      name: 'n',
      model: 'n',
      messages,
      options: { seed: 1, num_predict: 9 },
    });
  });
});
