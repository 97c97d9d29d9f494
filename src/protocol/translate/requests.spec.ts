import { conversations, parameters, PNG } from '../../../test/support/conversations';
import { codecs, type CodecName } from '../codecs';
import { translateRequest } from './translate-request';

const target = { provider: 'anthropic', model: 'routed', outputTokensDefault: 4_096 };

function translate(client: CodecName, upstream: CodecName, body: Record<string, unknown>) {
  const result = translateRequest(codecs[client], codecs[upstream], body, target);
  return result.ok ? (JSON.parse(result.bytes.toString()) as Record<string, never>) : result.detail;
}

const clients = Object.keys(conversations) as (keyof typeof conversations)[];

describe.each(clients)('a whole conversation from %s', (client) => {
  const isNamed = client !== 'ollama:chat';
  const [c1, c2] = isNamed ? ['c1', 'c2'] : ['call_0', 'call_1'];
  const hasThought = isNamed ? [{ type: 'thinking', thinking: 'hm', signature: 'sig' }] : [];

  it('reaches Anthropic', () => {
    expect(translate(client, 'anthropic:messages', conversations[client])).toEqual({
      model: 'routed',
      max_tokens: 50,
      stream: true,
      temperature: 0.5,
      stop_sequences: ['END'],
      system: 'Be brief.',
      tools: [{ name: 'weather', description: 'Looks out', input_schema: parameters }],
      ...(isNamed ? { tool_choice: { type: 'auto' } } : {}),
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Here?' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
          ],
        },
        {
          role: 'assistant',
          content: [
            ...hasThought,
            { type: 'text', text: 'Let me see.' },
            { type: 'tool_use', id: c1, name: 'weather', input: { city: 'Paris' } },
            { type: 'tool_use', id: c2, name: 'weather', input: { city: 'Rome' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: c1, content: [{ type: 'text', text: 'rain' }] },
            { type: 'tool_result', tool_use_id: c2, content: [{ type: 'text', text: 'sun' }] },
            { type: 'text', text: 'So?' },
          ],
        },
      ],
    });
  });

  it('reaches OpenAI chat', () => {
    const call = (id: string, city: string) => ({
      id,
      type: 'function',
      function: { name: 'weather', arguments: JSON.stringify({ city }) },
    });
    expect(translate(client, 'openai:chat', conversations[client])).toEqual({
      model: 'routed',
      max_completion_tokens: 50,
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.5,
      stop: ['END'],
      tools: [
        { type: 'function', function: { name: 'weather', description: 'Looks out', parameters } },
      ],
      ...(isNamed ? { tool_choice: 'auto' } : {}),
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Here?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } },
          ],
        },
        {
          role: 'assistant',
          content: 'Let me see.',
          tool_calls: [call(c1!, 'Paris'), call(c2!, 'Rome')],
        },
        { role: 'tool', tool_call_id: c1, content: 'rain' },
        { role: 'tool', tool_call_id: c2, content: 'sun' },
        { role: 'user', content: 'So?' },
      ],
    });
  });

  it('reaches Ollama', () => {
    const call = (id: string, city: string) => ({
      id,
      function: { name: 'weather', arguments: { city } },
    });
    expect(translate(client, 'ollama:chat', conversations[client])).toEqual({
      model: 'routed',
      stream: true,
      options: { num_predict: 50, temperature: 0.5, stop: ['END'] },
      tools: [
        { type: 'function', function: { name: 'weather', description: 'Looks out', parameters } },
      ],
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Here?', images: [PNG] },
        {
          role: 'assistant',
          content: 'Let me see.',
          tool_calls: [call(c1!, 'Paris'), call(c2!, 'Rome')],
        },
        { role: 'tool', content: 'rain', tool_name: 'weather', tool_call_id: c1 },
        { role: 'tool', content: 'sun', tool_name: 'weather', tool_call_id: c2 },
        { role: 'user', content: 'So?' },
      ],
    });
  });
});

const hi = [{ role: 'user', content: 'Hi' }];
const a = (body: object) => ({ model: 'm', max_tokens: 9_000, messages: hi, ...body });
const o = (body: object) => ({ model: 'm', messages: hi, ...body });
const toolA = [{ name: 'f', input_schema: {} }];
const toolO = [{ type: 'function', function: { name: 'f' } }];
const schema = { type: 'object', properties: {} };

it.each([
  [
    'anthropic:messages',
    'openai:chat',
    a({ tools: toolA, tool_choice: { type: 'any', disable_parallel_tool_use: true } }),
    { tool_choice: 'required', parallel_tool_calls: false },
  ],
  [
    'anthropic:messages',
    'openai:chat',
    a({ tools: toolA, tool_choice: { type: 'tool', name: 'f' } }),
    { tool_choice: { type: 'function', function: { name: 'f' } } },
  ],
  [
    'anthropic:messages',
    'openai:chat',
    a({ thinking: { type: 'enabled', budget_tokens: 10_000 } }),
    { reasoning_effort: 'medium' },
  ],
  [
    'anthropic:messages',
    'openai:chat',
    a({ output_config: { format: { type: 'json_schema', schema } } }),
    { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } } },
  ],
  [
    'anthropic:messages',
    'ollama:chat',
    a({ thinking: { type: 'adaptive' }, top_k: 5 }),
    { think: true, options: { num_predict: 9_000, top_k: 5 } },
  ],
  [
    'anthropic:messages',
    'ollama:chat',
    a({ output_config: { format: { type: 'json_schema', schema } } }),
    { format: schema },
  ],
  [
    'anthropic:messages',
    'ollama:chat',
    a({ tools: toolA, tool_choice: { type: 'none' } }),
    { stream: false },
  ],
  ['openai:chat', 'anthropic:messages', o({}), { max_tokens: 4_096 }],
  ['openai:chat', 'anthropic:messages', o({ temperature: 1.7, top_p: 0.5 }), { temperature: 1 }],
  [
    'openai:chat',
    'anthropic:messages',
    o({ reasoning_effort: 'low', temperature: 0.2, max_tokens: 9_000 }),
    { thinking: { type: 'enabled', budget_tokens: 4_000 } },
  ],
  [
    'openai:chat',
    'anthropic:messages',
    o({ reasoning_effort: 'high', max_tokens: 900 }),
    { max_tokens: 900 },
  ],
  [
    'openai:chat',
    'anthropic:messages',
    o({ tools: toolO, parallel_tool_calls: false }),
    { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
  ],
  [
    'openai:chat',
    'ollama:chat',
    o({ response_format: { type: 'json_object' }, seed: 4 }),
    { format: 'json', options: { seed: 4 } },
  ],
  [
    'ollama:generate',
    'openai:chat',
    { model: 'm', system: 'S', prompt: 'P', format: schema },
    {
      messages: [
        { role: 'system', content: 'S' },
        { role: 'user', content: 'P' },
      ],
    },
  ],
  [
    'ollama:chat',
    'openai:chat',
    { model: 'm', messages: hi, think: 'high' },
    { reasoning_effort: 'high' },
  ],
] as const)('%s to %s carries %j', (client, upstream, body, expected) => {
  expect(translate(client, upstream, body)).toMatchObject(expected);
});

const image = { type: 'image', source: { type: 'url', url: 'https://x/y.png' } };
const pdf = { type: 'document', source: { type: 'url', url: 'https://x/y.pdf' } };
const inUser = (block: object) => a({ messages: [{ role: 'user', content: [block] }] });

it.each([
  [
    'anthropic:messages',
    'ollama:chat',
    inUser(image),
    'messages.0.content.0: this model takes images only as base64, not by address.',
  ],
  [
    'anthropic:messages',
    'ollama:chat',
    inUser(pdf),
    'messages.0.content.0: this model does not read documents.',
  ],
  [
    'anthropic:messages',
    'openai:chat',
    inUser(pdf),
    'messages.0.content.0: this model takes documents only as base64, not by address.',
  ],
  [
    'anthropic:messages',
    'openai:chat',
    inUser({ type: 'image', source: { type: 'file', file_id: 'f' } }),
    'messages.0.content.0.source: files kept by Anthropic are for its own models only.',
  ],
  [
    'anthropic:messages',
    'openai:chat',
    inUser({ type: 'search_result' }),
    'messages.0.content.0: a block of type "search_result" is for Anthropic\'s models only.',
  ],
  [
    'anthropic:messages',
    'openai:chat',
    a({ tools: [{ type: 'web_search_20250305', name: 'w' }] }),
    'tools.0: a tool of type "web_search_20250305" is run by Anthropic only.',
  ],
  [
    'anthropic:messages',
    'ollama:chat',
    a({ tools: toolA, tool_choice: { type: 'any' } }),
    'tool_choice: this model cannot be made to call a tool.',
  ],
  [
    'anthropic:messages',
    'openai:chat',
    a({ container: 'c' }),
    'container: only Anthropic has containers.',
  ],
  ['openai:chat', 'anthropic:messages', o({ n: 2 }), 'n: this model gives one answer at a time.'],
  [
    'openai:chat',
    'anthropic:messages',
    o({ logprobs: true }),
    'logprobs: this model does not give log probabilities.',
  ],
  ['openai:chat', 'anthropic:messages', o({ functions: [] }), 'functions: use tools instead.'],
  [
    'openai:chat',
    'anthropic:messages',
    o({ response_format: { type: 'json_object' } }),
    'response_format: this model answers in JSON only by a schema: send a JSON schema.',
  ],
  [
    'openai:chat',
    'anthropic:messages',
    o({ messages: [{ role: 'user', content: [{ type: 'input_audio' }] }] }),
    'messages.0.content.0: this model does not hear audio.',
  ],
  [
    'openai:chat',
    'anthropic:messages',
    o({ messages: [{ role: 'tool', content: 'x' }] }),
    'messages.0.tool_call_id: must be a string.',
  ],
  [
    'openai:chat',
    'anthropic:messages',
    o({ tools: [{ type: 'custom' }] }),
    'tools.0: only tools of type "function" can be carried to this model.',
  ],
  [
    'ollama:generate',
    'openai:chat',
    { model: 'm', prompt: 'a', suffix: 'b' },
    'suffix: this model does not fill in the middle.',
  ],
] as const)('%s to %s refuses %j', (client, upstream, body, detail) => {
  expect(translate(client, upstream, body)).toBe(detail);
});

it('gives signed thoughts back only to the provider that signed them', () => {
  const messages = [
    { role: 'user', content: 'a' },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'ours', signature: 'coinop~anthropic~s~x~y' },
        { type: 'thinking', thinking: 'theirs', signature: 'coinop~other~s~z' },
        { type: 'thinking', thinking: 'unsigned', signature: '' },
        { type: 'redacted_thinking', data: 'coinop~anthropic~r~w' },
        { type: 'text', text: 'b' },
      ],
    },
  ];
  const sent = translate(
    'anthropic:messages',
    'anthropic:messages',
    a({ messages }),
  ) as unknown as {
    messages: { content: object[] }[];
  };
  expect(sent.messages[1]!.content).toEqual([
    { type: 'thinking', thinking: 'ours', signature: 'x~y' },
    { type: 'redacted_thinking', data: 'w' },
    { type: 'text', text: 'b' },
  ]);
});

it('leaves the caller’s body as it was, for the next attempt', () => {
  const body = structuredClone(conversations['openai:chat']) as unknown as Record<string, unknown>;
  translate('openai:chat', 'anthropic:messages', body);
  expect(body).toEqual(conversations['openai:chat']);
});
