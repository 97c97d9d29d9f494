import {
  array,
  assert,
  boolean,
  constant,
  dictionary,
  jsonValue,
  nat,
  property,
  record,
  string,
  tuple,
} from 'fast-check';
import { capture } from '../../../test/support/upstream/captures';
import { foldEvents, type ChatAnswer } from '../chat/chat-answer';
import type { ChatEvent, FinishReason } from '../chat/chat-event';
import { codecs, type CodecName } from '../codecs';
import { StreamTranslator, translateAnswer } from './answer-translator';

const face = {
  id: 'abc',
  model: 'asked-for',
  createdAtMs: 1_795_000_000_000,
  wantsUsage: true,
  inputTokensEstimate: 5,
  requestId: 'req_1',
};
const source = { provider: 'maker', answerId: 'abc' };
const names = Object.keys(codecs) as CodecName[];

/** What an answer says, whatever the order in which a dialect can tell it. */
function gist(answer: ChatAnswer) {
  const { parts, finish, usage, error } = answer;
  const calls = parts.filter((part) => part.type === 'tool-call');
  return {
    text: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    thought: parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join(''),
    calls: calls.map(({ id, name, json }) => ({
      id,
      name,
      args: JSON.parse(json || '{}') as unknown,
    })),
    finish,
    error,
    input: usage === null ? null : usage.input + usage.cacheRead + usage.cacheWrite,
    output: usage === null ? null : usage.output + usage.reasoning,
  };
}

function encode(name: CodecName, events: readonly ChatEvent[]): Buffer {
  const encoder = codecs[name].createEncoder(face);
  return Buffer.from(events.map((event) => encoder.encode(event)).join(''));
}

function decode(name: CodecName, pieces: readonly Buffer[]): ChatAnswer {
  const decoder = codecs[name].createDecoder(source);
  return foldEvents([...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.close()]);
}

const said = string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const usage = record({
  input: nat(999),
  cacheRead: nat(99),
  cacheWrite: constant(0),
  output: nat(999),
  reasoning: constant(0),
});

/** Blocks as models make them: thoughts, texts and calls, each in pieces; calls may interleave. */
const answers = tuple(
  array(said, { maxLength: 3 }),
  array(said, { maxLength: 4 }),
  array(dictionary(string({ minLength: 1, maxLength: 5 }), jsonValue({ maxDepth: 1 })), {
    maxLength: 3,
  }),
  usage,
  boolean(),
).map(([thoughts, texts, calls, usage, isCut]): ChatEvent[] => {
  const jsons = calls.map((args) => JSON.stringify(args));
  const halves = jsons.map((json) => Math.floor(json.length / 2));
  const reason: FinishReason = calls.length > 0 ? 'tool-calls' : isCut ? 'length' : 'stop';
  return [
    { type: 'start', id: 'x', model: 'm' },
    ...thoughts.map((text) => ({ type: 'reasoning-delta' as const, text })),
    ...texts.map((text) => ({ type: 'text-delta' as const, text })),
    ...calls.map((_, index) => ({
      type: 'tool-call' as const,
      index,
      id: `c${index}`,
      name: 'f',
    })),
    ...[0, 1].flatMap((half) =>
      jsons.map((json, index) => ({
        type: 'tool-call-delta' as const,
        index,
        json: half === 0 ? json.slice(0, halves[index]) : json.slice(halves[index]),
      })),
    ),
    { type: 'usage', usage },
    { type: 'finish', reason, stop: null },
  ];
});

describe.each(names)('%s', (name) => {
  it('says the same streamed and in one piece', () => {
    assert(
      property(answers, (events) => {
        const streamed = decode(name, [encode(name, events)]);
        const whole = JSON.parse(
          JSON.stringify(codecs[name].fromChatAnswer(foldEvents(events), face)),
        ) as Record<string, unknown>;
        const unstreamed = foldEvents(codecs[name].toChatEvents(whole, source));
        expect(gist(streamed)).toEqual(gist(unstreamed));
        expect(gist(streamed)).toEqual(gist(foldEvents(events)));
        expect(streamed.usage).toEqual(unstreamed.usage);
      }),
      { numRuns: 100 },
    );
  });

  it('ends a stream with an error when the upstream did', () => {
    const events: ChatEvent[] = [
      { type: 'start', id: 'x', model: 'm' },
      { type: 'text-delta', text: 'a' },
      { type: 'error', message: 'broke' },
    ];
    expect(decode(name, [encode(name, events)]).error).toBe('broke');
  });
});

const recorded: [CodecName, string][] = [
  ['anthropic:messages', 'anthropic_messages_stream'],
  ['anthropic:messages', 'anthropic_tool_stream'],
  ['anthropic:messages', 'anthropic_thinking_stream'],
  ['anthropic:messages', 'err_midstream_anthropic'],
  ['openai:chat', 'oai_chat_stream'],
  ['openai:chat', 'oai_chat_utf8_stream'],
  ['openai:chat', 'oai_chat_thinking_stream'],
  ['openai:chat', 'oai_tool_parallel_stream'],
  ['openai:chat', 'err_midstream_oai'],
  ['openai:responses', 'oai_responses_stream'],
  ['openai:responses', 'err_midstream_responses'],
];

describe.each(recorded)('a recorded %s stream (%s)', (upstream, recording) => {
  const bytes = capture(recording).response.body;
  const direct = gist(decode(upstream, [bytes]));

  it.each(names)('arrives whole in %s, wherever it is split', (client) => {
    const translate = (pieces: readonly Buffer[]) => {
      const translator = new StreamTranslator(codecs[client], codecs[upstream], face, 'maker');
      const out = [...pieces.map((piece) => translator.push(piece)), translator.close()];
      return {
        released: Buffer.concat(out.map((piece) => piece.released)),
        held: Buffer.concat(out.map((piece) => piece.held)),
      };
    };
    const whole = translate([bytes]);
    // Where the upstream reported no usage, the client gets an estimate.
    const expected =
      direct.output === null && direct.error === null
        ? { ...direct, input: 5, output: expect.any(Number) }
        : direct;
    expect(gist(decode(client, [whole.released, whole.held]))).toEqual(expected);
    // The end is held back: what was released is no complete answer yet.
    expect(decode(client, [whole.released]).finish).toBe('error');
    for (let at = 0; at <= bytes.length; at += bytes.length > 9_000 ? 397 : 37) {
      const split = translate([bytes.subarray(0, at), bytes.subarray(at)]);
      expect(split.released.equals(whole.released) && split.held.equals(whole.held)).toBe(true);
    }
  });
});

it.each([
  ['anthropic:messages', 'anthropic_tool'],
  ['anthropic:messages', 'anthropic_thinking'],
  ['openai:chat', 'oai_tool'],
  ['openai:chat', 'oai_chat_thinking'],
  ['openai:responses', 'oai_responses'],
] as const)('carries a recorded plain %s answer (%s) to every dialect', (upstream, recording) => {
  const body = capture(recording).response.body;
  const direct = foldEvents(
    codecs[upstream].toChatEvents(JSON.parse(body.toString()) as Record<string, unknown>, source),
  );
  expect(direct.parts.length).toBeGreaterThan(0);
  for (const client of names) {
    const bytes = translateAnswer(codecs[client], codecs[upstream], body, {
      face,
      provider: 'maker',
    })!;
    const again = codecs[client].toChatEvents(
      JSON.parse(bytes.toString()) as Record<string, unknown>,
      source,
    );
    expect(gist(foldEvents(again))).toEqual(gist(direct));
  }
});

it('reports usage in the right kinds, whichever dialect asks', () => {
  const kinds = { input: 7, cacheRead: 5, cacheWrite: 3, output: 11, reasoning: 2 };
  const events: ChatEvent[] = [
    { type: 'start', id: 'x', model: 'm' },
    { type: 'text-delta', text: 'a' },
    { type: 'usage', usage: kinds },
    { type: 'finish', reason: 'stop', stop: null },
  ];
  expect(decode('anthropic:messages', [encode('anthropic:messages', events)]).usage).toEqual(kinds);
  expect(decode('openai:chat', [encode('openai:chat', events)]).usage).toEqual(kinds);
  expect(decode('openai:responses', [encode('openai:responses', events)]).usage).toEqual(kinds);
  // Ollama knows two numbers only.
  expect(decode('ollama:chat', [encode('ollama:chat', events)]).usage).toMatchObject({
    input: 15,
    output: 13,
  });
});

it('ends an answer without end in an error', () => {
  const translator = new StreamTranslator(
    codecs['ollama:chat'],
    codecs['openai:chat'],
    face,
    'maker',
  );
  const call = { index: 0, id: 'c', function: { name: 'f', arguments: 'x'.repeat(900_000) } };
  const chunk = { choices: [{ index: 0, delta: { tool_calls: [call] } }] };
  const bytes = Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`);
  const held = Array.from({ length: 40 }, () => translator.push(bytes).held.toString()).join('');
  expect(held).toBe('{"error":"The answer is longer than this server can translate."}\n');
});

it('cuts a translated stream as the client’s dialect ends one', () => {
  for (const client of names) {
    const translator = new StreamTranslator(codecs[client], codecs['openai:chat'], face, 'maker');
    const part = capture('oai_chat_stream').response.body.subarray(0, 1_200);
    const { released } = translator.push(part);
    const end = translator.finishByLength({ inputTokens: 4, outputTokens: 3 });
    expect(gist(decode(client, [released, end]))).toMatchObject({
      finish: 'length',
      input: 4,
      output: 3,
    });
  }
});
