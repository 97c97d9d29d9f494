import Anthropic from '@anthropic-ai/sdk';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { foldEvents } from '../chat/chat-answer';
import type { ChatEvent } from '../chat/chat-event';
import { codecs, type CodecName } from '../codecs';

/**
 * The vendors' own clients read what our encoders write: they are handed a fetch that answers from memory. Whether
 * the server sends the same over HTTP is for the contract tests.
 */
const face = {
  id: 'abc',
  model: 'asked',
  createdAtMs: 1_795_000_000_000,
  wantsUsage: true,
  inputTokensEstimate: 9,
  requestId: 'req_1',
};

const events: ChatEvent[] = [
  { type: 'start', id: 'x', model: 'm' },
  { type: 'reasoning-delta', text: 'Let me ' },
  { type: 'reasoning-delta', text: 'think.' },
  {
    type: 'reasoning-signature',
    signature: { provider: 'maker', value: 'sig', isRedacted: false },
  },
  { type: 'text-delta', text: 'I look ' },
  { type: 'text-delta', text: 'outside: 你好' },
  { type: 'tool-call', index: 0, id: 'c1', name: 'weather' },
  { type: 'tool-call', index: 1, id: 'c2', name: 'weather' },
  { type: 'tool-call-delta', index: 0, json: '{"city":' },
  { type: 'tool-call-delta', index: 1, json: '{"city":"Rome"}' },
  { type: 'tool-call-delta', index: 0, json: '"Paris"}' },
  {
    type: 'usage',
    usage: { input: 7, cacheRead: 5, cacheWrite: 0, output: 11, reasoning: 2 },
  },
  { type: 'finish', reason: 'tool-calls', stop: null },
];

function answering(name: CodecName, isStreaming: boolean, said = events): typeof fetch {
  const codec = codecs[name];
  const encoder = codec.createEncoder(face);
  const body = isStreaming
    ? said.map((event) => encoder.encode(event)).join('')
    : JSON.stringify(codec.fromChatAnswer(foldEvents(said), face));
  const type = isStreaming ? codec.streamType : 'application/json';
  return () => Promise.resolve(new Response(body, { headers: { 'content-type': type } }));
}

const broken: ChatEvent[] = [
  { type: 'start', id: 'x', model: 'm' },
  { type: 'text-delta', text: 'a' },
  { type: 'error', message: 'The upstream broke.' },
];

describe('@anthropic-ai/sdk', () => {
  const client = (isStreaming: boolean, said = events) =>
    new Anthropic({
      apiKey: 'k',
      maxRetries: 0,
      fetch: answering('anthropic:messages', isStreaming, said),
    });
  const request = {
    model: 'asked',
    max_tokens: 50,
    messages: [{ role: 'user' as const, content: 'Hi' }],
  };
  const expected = {
    type: 'message',
    model: 'asked',
    stop_reason: 'tool_use',
    content: [
      { type: 'thinking', thinking: 'Let me think.', signature: 'coinop~maker~s~sig' },
      { type: 'text', text: 'I look outside: 你好' },
      { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Paris' } },
      { type: 'tool_use', id: 'c2', name: 'weather', input: { city: 'Rome' } },
    ],
    usage: { input_tokens: 7, cache_read_input_tokens: 5, output_tokens: 13 },
  };

  it('reads a plain answer', async () => {
    expect(await client(false).messages.create(request)).toMatchObject(expected);
  });

  it('reads a stream', async () => {
    expect(await client(true).messages.stream(request).finalMessage()).toMatchObject(expected);
  });

  it('throws our text for an error in the middle', async () => {
    const stream = client(true, broken).messages.stream(request);
    await expect(stream.finalMessage()).rejects.toThrow('The upstream broke.');
  });
});

describe('openai', () => {
  const client = (name: CodecName, isStreaming: boolean, said = events) =>
    new OpenAI({ apiKey: 'k', maxRetries: 0, fetch: answering(name, isStreaming, said) });
  const request = { model: 'asked', messages: [{ role: 'user' as const, content: 'Hi' }] };
  const call = (id: string, city: string) => ({
    id,
    type: 'function',
    function: { name: 'weather', arguments: JSON.stringify({ city }) },
  });
  const expected = {
    object: 'chat.completion',
    model: 'asked',
    choices: [
      {
        finish_reason: 'tool_calls',
        message: {
          role: 'assistant',
          content: 'I look outside: 你好',
          tool_calls: [call('c1', 'Paris'), call('c2', 'Rome')],
        },
      },
    ],
    usage: {
      prompt_tokens: 12,
      completion_tokens: 13,
      total_tokens: 25,
      prompt_tokens_details: { cached_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  };

  it('reads a plain chat answer', async () => {
    expect(await client('openai:chat', false).chat.completions.create(request)).toMatchObject(
      expected,
    );
  });

  it('reads a chat stream', async () => {
    const stream = client('openai:chat', true).chat.completions.stream({
      ...request,
      stream_options: { include_usage: true },
    });
    expect(await stream.finalChatCompletion()).toMatchObject(expected);
  });

  it('throws our text for an error in the middle of a chat stream', async () => {
    const stream = client('openai:chat', true, broken).chat.completions.stream(request);
    await expect(stream.finalChatCompletion()).rejects.toThrow('The upstream broke.');
  });

  const response = {
    object: 'response',
    status: 'completed',
    model: 'asked',
    output: [
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Let me think.' }] },
      { type: 'message', content: [{ type: 'output_text', text: 'I look outside: 你好' }] },
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Paris"}' },
      { type: 'function_call', call_id: 'c2', name: 'weather', arguments: '{"city":"Rome"}' },
    ],
    usage: { input_tokens: 12, output_tokens: 13, total_tokens: 25 },
  };

  it('reads a plain response', async () => {
    const answer = await client('openai:responses', false).responses.create({
      model: 'asked',
      input: 'Hi',
    });
    expect(answer).toMatchObject(response);
    expect(answer.output_text).toBe('I look outside: 你好');
  });

  it('reads a response stream, and puts the deltas together itself', async () => {
    const stream = client('openai:responses', true).responses.stream({
      model: 'asked',
      input: 'Hi',
    });
    const deltas: string[] = [];
    stream.on('response.output_text.delta', ({ delta }) => deltas.push(delta));
    expect(await stream.finalResponse()).toMatchObject(response);
    expect(deltas).toEqual(['I look ', 'outside: 你好']);
  });
});

describe('ollama', () => {
  const request = { model: 'asked', messages: [{ role: 'user', content: 'Hi' }] };
  const calls = ['Paris', 'Rome'].map((city) => ({
    function: { name: 'weather', arguments: { city } },
  }));

  it('reads a plain answer', async () => {
    const ollama = new Ollama({ fetch: answering('ollama:chat', false) });
    expect(await ollama.chat(request)).toMatchObject({
      message: { content: 'I look outside: 你好', thinking: 'Let me think.', tool_calls: calls },
      done: true,
      prompt_eval_count: 12,
      eval_count: 13,
    });
  });

  it('reads a stream', async () => {
    const ollama = new Ollama({ fetch: answering('ollama:chat', true) });
    const parts = [];
    for await (const part of await ollama.chat({ ...request, stream: true })) parts.push(part);
    expect(parts.map(({ message }) => message.content).join('')).toBe('I look outside: 你好');
    expect(parts.flatMap(({ message }) => message.tool_calls ?? [])).toMatchObject(calls);
    expect(parts.at(-1)).toMatchObject({ done: true, prompt_eval_count: 12, eval_count: 13 });
  });

  it('throws our text for an error in the middle', async () => {
    const ollama = new Ollama({ fetch: answering('ollama:chat', true, broken) });
    const read = async () => {
      for await (const _ of await ollama.chat({ ...request, stream: true })) continue;
    };
    await expect(read()).rejects.toThrow('The upstream broke.');
  });
});
