import { endpoints } from '../dialects';
import { answerAsDemo } from './answer-as-demo';

const call = { id: 'abc', createdAtMs: 1_795_000_000_000 };
const messages = [{ role: 'user', content: 'Say hello' }];

const cases = [
  ['anthropic:messages', '/v1/messages', { max_tokens: 50, messages }],
  ['ollama:chat', '/api/chat', { messages }],
  ['ollama:generate', '/api/generate', { prompt: 'Say hello' }],
  ['openai:chat', '/chat/completions', { messages, stream_options: { include_usage: true } }],
  ['openai:responses', '/responses', { input: 'Say hello' }],
  ['openai:completions', '/completions', { prompt: 'x', stream_options: { include_usage: true } }],
] as const;

describe.each(cases)('%s', (name, path, body) => {
  function answer(isStreaming: boolean) {
    const bytes = Buffer.from(JSON.stringify({ model: 'demo', ...body, stream: isStreaming }));
    const read = endpoints[name].readRequest(bytes);
    if (!read.ok) throw new Error(read.detail);
    const { chunks, contentType } = answerAsDemo(path, bytes, call);
    const scanner = endpoints[name].createScanner(read.request);
    for (const chunk of chunks) scanner.push(chunk);
    scanner.close();
    return { scanner, chunks, contentType, read: read.request };
  }

  it('streams word by word, complete, with the usage our own scanner reads', () => {
    const { scanner, chunks } = answer(true);
    expect(scanner).toMatchObject({ isComplete: true, hasError: false, model: 'demo' });
    expect(scanner.usage!.output).toBe(scanner.outputTokensCounted);
    expect(chunks.length).toBeGreaterThan(scanner.usage!.output);
  });

  it('says the same in one piece, for the same tokens', () => {
    const whole = answer(false);
    expect(whole.chunks).toHaveLength(1);
    expect(whole.scanner.isComplete).toBe(true);
    expect(whole.scanner.usage).toEqual(answer(true).scanner.usage);
  });

  it('does not exceed what was estimated for the input', () => {
    const { scanner, read } = answer(false);
    expect(scanner.inputTokensReported).toBeLessThanOrEqual(read.inputTokensEstimate);
  });
});

it('counts tokens as its answers report them', () => {
  const body = { model: 'demo', max_tokens: 5, messages };
  const ask = (path: string) =>
    JSON.parse(
      answerAsDemo(path, Buffer.from(JSON.stringify(body)), call).chunks[0]!.toString(),
    ) as {
      input_tokens: number;
      usage: { input_tokens: number };
    };
  expect(ask('/v1/messages/count_tokens').input_tokens).toBe(
    ask('/v1/messages').usage.input_tokens,
  );
});

it('embeds likeness', () => {
  const input = ['the cat sat on the mat', 'a cat on a mat', 'quarterly revenue forecast'];
  const bytes = Buffer.from(JSON.stringify({ model: 'demo', input }));
  const { embeddings } = JSON.parse(
    answerAsDemo('/api/embed', bytes, call).chunks[0]!.toString(),
  ) as {
    embeddings: number[][];
  };
  const [a, b, c] = embeddings as [number[], number[], number[]];
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, at) => sum + value * y[at]!, 0);
  expect(dot(a, a)).toBeCloseTo(1);
  expect(dot(a, b)).toBeGreaterThan(dot(a, c) + 0.2);
});

it('gives base64 floats when asked', () => {
  const ask = (encoding_format?: string) => {
    const bytes = Buffer.from(JSON.stringify({ model: 'demo', input: 'x y', encoding_format }));
    return JSON.parse(answerAsDemo('/embeddings', bytes, call).chunks[0]!.toString()) as {
      data: [{ embedding: never }];
    };
  };
  const floats = ask().data[0].embedding as number[];
  const decoded = Buffer.from(ask('base64').data[0].embedding as string, 'base64');
  expect(floats.map((_, at) => decoded.readFloatLE(at * 4))).toEqual(
    floats.map((value) => Math.fround(value)),
  );
});

it('answers with JSON that fits a schema, in each dialect', () => {
  const schema = {
    type: 'object',
    properties: { mood: { enum: ['calm'] }, text: { type: 'string' } },
  };
  const ask = (path: string, wish: object) =>
    JSON.parse(
      answerAsDemo(
        path,
        Buffer.from(JSON.stringify({ model: 'demo', messages, stream: false, ...wish })),
        call,
      ).chunks[0]!.toString(),
    ) as never;
  type Anthropic = { content: [{ text: string }] };
  type Ollama = { message: { content: string } };
  type OpenAi = { choices: [{ message: { content: string } }] };
  const format = { type: 'json_schema', schema };
  const said = [
    (ask('/v1/messages', { output_config: { format } }) as Anthropic).content[0].text,
    (ask('/api/chat', { format: schema }) as Ollama).message.content,
    (
      ask('/chat/completions', {
        response_format: { type: 'json_schema', json_schema: { name: 'n', schema } },
      }) as OpenAi
    ).choices[0].message.content,
  ];
  for (const text of said) {
    expect(JSON.parse(text)).toEqual({ mood: 'calm', text: expect.stringMatching(/./) });
  }
});

it.each([
  [
    '/v1/messages',
    {
      max_tokens: 50,
      messages,
      tools: [{ name: 'roll', input_schema: {} }],
      tool_choice: { type: 'any' },
    },
    '"type":"tool_use"',
  ],
  [
    '/chat/completions',
    {
      messages,
      tools: [{ type: 'function', function: { name: 'roll' } }],
      tool_choice: 'required',
    },
    '"finish_reason":"tool_calls"',
  ],
] as const)('calls a tool at %s when the caller insists', (path, body, expected) => {
  const bytes = Buffer.from(JSON.stringify({ model: 'demo', ...body }));
  expect(answerAsDemo(path, bytes, call).chunks[0]!.toString()).toContain(expected);
});

it('loads at once when Ollama’s client asks for nothing', () => {
  const { chunks } = answerAsDemo('/api/chat', Buffer.from('{"model":"demo"}'), call);
  expect(JSON.parse(chunks[0]!.toString())).toMatchObject({ done: true, done_reason: 'load' });
});

it('refuses what it cannot do, as an upstream does', () => {
  const bytes = Buffer.from(JSON.stringify({ model: 'demo', messages, n: 2 }));
  const { status, chunks } = answerAsDemo('/chat/completions', bytes, call);
  expect(status).toBe(400);
  expect(chunks[0]!.toString()).toBe(
    '{"error":{"message":"n: this model gives one answer at a time."}}',
  );
});

it('shows itself to Ollama’s clients', () => {
  const { chunks } = answerAsDemo('/api/show', Buffer.from('{"model":"demo"}'), call);
  expect(JSON.parse(chunks[0]!.toString())).toMatchObject({
    capabilities: ['completion', 'embedding'],
  });
});

it('knows no other address', () => {
  expect(answerAsDemo('/v1/files', Buffer.from('{}'), call).status).toBe(404);
});
