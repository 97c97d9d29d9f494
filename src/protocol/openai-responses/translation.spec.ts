import { conversations, parameters, PNG } from '../../../test/support/conversations';
import { foldEvents } from '../chat/chat-answer';
import type { ChatEvent } from '../chat/chat-event';
import { codecs, type CodecName } from '../codecs';
import { translateRequest } from '../translate/translate-request';

const target = { provider: 'openai', model: 'routed', outputTokensDefault: 4_096 };

function translate(client: CodecName, upstream: CodecName, body: object, provider = 'openai') {
  const result = translateRequest(
    codecs[client],
    codecs[upstream],
    body as Record<string, unknown>,
    {
      ...target,
      provider,
    },
  );
  return result.ok ? (JSON.parse(result.bytes.toString()) as Record<string, never>) : result.detail;
}

const asItems = {
  model: 'm',
  max_output_tokens: 50,
  stream: true,
  temperature: 0.5,
  instructions: 'Be brief.',
  tools: [
    { type: 'function', name: 'weather', description: 'Looks out', parameters, strict: true },
    { type: 'web_search' },
  ],
  tool_choice: 'auto',
  input: [
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'Here?' },
        { type: 'input_image', image_url: `data:image/png;base64,${PNG}` },
      ],
    },
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'enc' },
    {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Let me see.' }],
    },
    { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Paris"}' },
    { type: 'function_call', call_id: 'c2', name: 'weather', arguments: '{"city":"Rome"}' },
    { type: 'function_call_output', call_id: 'c1', output: 'rain' },
    { type: 'function_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'sun' }] },
    { role: 'user', content: 'So?' },
  ],
};

it.each(['anthropic:messages', 'openai:chat', 'ollama:chat'] as const)(
  'a whole conversation reaches %s as its own clients would write it',
  (upstream) => {
    const sent = translate('openai:responses', upstream, asItems, 'other');
    // The same conversation, written by an OpenAI chat client without signed thoughts or stop sequences.
    const { stop: _stop, ...native } = conversations['openai:chat'];
    const messages = native.messages.map(
      (message) => ({ ...message, reasoning_details: undefined }) as object,
    );
    const expected = translate('openai:chat', upstream, { ...native, messages });
    expect(sent).toEqual(expected);
  },
);

it('sends a whole conversation of another client to a Responses upstream', () => {
  const { stop: _stop, ...body } = conversations['openai:chat'];
  expect(translate('openai:chat', 'openai:responses', body)).toEqual({
    model: 'routed',
    max_output_tokens: 50,
    stream: true,
    temperature: 0.5,
    instructions: 'Be brief.',
    store: false,
    tools: [
      { type: 'function', name: 'weather', description: 'Looks out', parameters, strict: false },
    ],
    tool_choice: 'auto',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Here?' },
          { type: 'input_image', image_url: `data:image/png;base64,${PNG}`, detail: 'auto' },
        ],
      },
      { role: 'assistant', content: 'Let me see.' },
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Paris"}' },
      { type: 'function_call', call_id: 'c2', name: 'weather', arguments: '{"city":"Rome"}' },
      { type: 'function_call_output', call_id: 'c1', output: 'rain' },
      { type: 'function_call_output', call_id: 'c2', output: 'sun' },
      { role: 'user', content: [{ type: 'input_text', text: 'So?' }] },
    ],
  });
});

it.each([
  [
    { previous_response_id: 'resp_1' },
    'previous_response_id: this server keeps no responses: send the whole input.',
  ],
  [{ background: true }, 'background: this server answers while you wait.'],
  [
    { input: [{ type: 'item_reference', id: 'x' }] },
    'input.0: an item of this type is for OpenAI’s own models only.',
  ],
  [
    { input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }] },
    'input.0.content.0: files kept by OpenAI are for its own models only: send image_url.',
  ],
  [
    { tool_choice: { type: 'web_search' } },
    'tool_choice: this model can only be told to call a function.',
  ],
])('refuses %j', (body, detail) => {
  expect(translate('openai:responses', 'openai:chat', { model: 'm', input: 'Hi', ...body })).toBe(
    detail,
  );
});

it('refuses stop sequences that a Responses upstream does not have, by the caller’s name for them', () => {
  const body = { model: 'm', max_tokens: 5, stop_sequences: ['x'], messages: [] };
  expect(translate('anthropic:messages', 'openai:responses', body)).toBe(
    'stop_sequences: this model cannot be told where to stop.',
  );
});

describe('thoughts that a provider signed', () => {
  const face = {
    id: 'abc',
    model: 'm',
    createdAtMs: 0,
    wantsUsage: true,
    inputTokensEstimate: 1,
    requestId: 'r',
  };

  it('come through a client of another dialect back to that provider, and to no other', () => {
    const answer = {
      id: 'resp_1',
      model: 'm',
      status: 'completed',
      output: [
        {
          type: 'reasoning',
          id: 'rs_9',
          summary: [{ type: 'summary_text', text: 'hm' }],
          encrypted_content: 'e.n.c',
        },
      ],
    };
    const events = codecs['openai:responses'].toChatEvents(answer, {
      provider: 'openai',
      answerId: 'abc',
    });
    const message = codecs['anthropic:messages'].fromChatAnswer(foldEvents(events), face);
    const body = {
      model: 'm',
      max_tokens: 5,
      messages: [{ role: 'assistant', content: message['content'] }],
    };
    expect(translate('anthropic:messages', 'openai:responses', body)).toMatchObject({
      input: [
        {
          type: 'reasoning',
          id: 'rs_9',
          summary: [{ type: 'summary_text', text: 'hm' }],
          encrypted_content: 'e.n.c',
        },
      ],
    });
    expect(translate('anthropic:messages', 'openai:responses', body, 'other')).toMatchObject({
      input: [],
    });
  });

  it('go the other way as well', () => {
    const events: ChatEvent[] = [
      { type: 'start', id: 'x', model: 'm' },
      { type: 'reasoning-delta', text: 'hm' },
      {
        type: 'reasoning-signature',
        signature: { provider: 'anthropic', value: 'sig', isRedacted: false },
      },
      { type: 'finish', reason: 'stop', stop: null },
    ];
    const { output } = codecs['openai:responses'].fromChatAnswer(foldEvents(events), face);
    const body = { model: 'm', input: output, max_output_tokens: 50 };
    expect(translate('openai:responses', 'anthropic:messages', body, 'anthropic')).toMatchObject({
      messages: [
        { role: 'assistant', content: [{ type: 'thinking', thinking: 'hm', signature: 'sig' }] },
      ],
    });
  });
});

describe('a tool that takes free text', () => {
  const body = { model: 'm', input: 'Hi', tools: [{ type: 'custom', name: 'apply_patch' }] };
  const events: ChatEvent[] = [
    { type: 'start', id: 'x', model: 'm' },
    { type: 'tool-call', index: 0, id: 'c1', name: 'apply_patch' },
    { type: 'tool-call-delta', index: 0, json: '{"input":"*** Beg' },
    { type: 'tool-call-delta', index: 0, json: 'in Patch"}' },
    { type: 'finish', reason: 'tool-calls', stop: null },
  ];
  const face = {
    id: 'abc',
    model: 'm',
    createdAtMs: 0,
    wantsUsage: true,
    inputTokensEstimate: 1,
    requestId: 'r',
    freeformTools: ['apply_patch'],
  };
  const item = {
    type: 'custom_tool_call',
    call_id: 'c1',
    name: 'apply_patch',
    input: '*** Begin Patch',
  };

  it('is offered to others as a function with one text', () => {
    expect(translate('openai:responses', 'openai:chat', body)).toMatchObject({
      tools: [{ function: { name: 'apply_patch', parameters: { required: ['input'] } } }],
    });
  });

  it('is called with that text, streamed and not', () => {
    const { output } = codecs['openai:responses'].fromChatAnswer(foldEvents(events), face);
    expect(output).toMatchObject([item]);
    const encoder = codecs['openai:responses'].createEncoder(face);
    const stream = events.map((event) => encoder.encode(event)).join('');
    expect(stream).toContain('"delta":"*** Begin Patch"');
    const last = JSON.parse(stream.trim().split('data: ').at(-1)!) as object;
    expect(last).toMatchObject({ type: 'response.completed', response: { output: [item] } });
  });

  it('gets its call back as arguments', () => {
    expect(
      translate('openai:responses', 'openai:chat', {
        ...body,
        input: [item, { type: 'custom_tool_call_output', call_id: 'c1', output: 'done' }],
      }),
    ).toMatchObject({
      messages: [
        {
          role: 'assistant',
          tool_calls: [{ id: 'c1', function: { arguments: '{"input":"*** Begin Patch"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'done' },
      ],
    });
  });
});

it('numbers the events of a stream without a gap', () => {
  const face = {
    id: 'abc',
    model: 'm',
    createdAtMs: 0,
    wantsUsage: true,
    inputTokensEstimate: 1,
    requestId: 'r',
  };
  const encoder = codecs['openai:responses'].createEncoder(face);
  const stream = (
    [
      { type: 'start', id: 'x', model: 'm' },
      { type: 'reasoning-delta', text: 'h' },
      { type: 'text-delta', text: 'a' },
      { type: 'text-delta', text: 'b' },
      { type: 'tool-call', index: 0, id: 'c', name: 'f' },
      { type: 'tool-call-delta', index: 0, json: '{}' },
      { type: 'finish', reason: 'tool-calls', stop: null },
    ] as ChatEvent[]
  )
    .map((event) => encoder.encode(event))
    .join('');
  const data = [...stream.matchAll(/^data: (.*)$/gm)].map(
    ([, json]) => JSON.parse(json!) as { type: string; sequence_number: number },
  );
  expect(data.map((event) => event.sequence_number)).toEqual(data.map((_, at) => at));
  expect(data.map((event) => event.type.replace('response.', ''))).toEqual([
    'created',
    'in_progress',
    'output_item.added',
    'reasoning_summary_part.added',
    'reasoning_summary_text.delta',
    'reasoning_summary_text.done',
    'reasoning_summary_part.done',
    'output_item.done',
    'output_item.added',
    'content_part.added',
    'output_text.delta',
    'output_text.delta',
    'output_text.done',
    'content_part.done',
    'output_item.done',
    'output_item.added',
    'function_call_arguments.delta',
    'function_call_arguments.done',
    'output_item.done',
    'completed',
  ]);
});
