import { array, assert, constantFrom, nat, property, string, tuple, uint8Array } from 'fast-check';
import { capture } from '../../test/support/upstream/captures';
import { codecs } from './codecs';
import { endpoints } from './dialects';
import { StreamTranslator } from './translate/answer-translator';

/** Nobody outside may make a reader throw, hang or fill the memory: callers and upstreams send what they like. */

const face = {
  id: 'abc',
  model: 'm',
  createdAtMs: 0,
  wantsUsage: true,
  inputTokensEstimate: 1,
  requestId: 'r',
};

const recordings = [
  'anthropic_tool_stream',
  'anthropic_messages',
  'oai_tool_stream',
  'oai_chat',
  'oai_responses_stream',
  'err_midstream_oai',
].map((name) => capture(name).response.body.subarray(0, 3_000));

/** Recordings with holes and noise in them, in pieces. */
const damaged = tuple(
  constantFrom(...recordings),
  array(tuple(nat(3_000), uint8Array({ maxLength: 8 })), { maxLength: 6 }),
  nat(3_000),
).map(([bytes, edits, cut]) => {
  let text = bytes;
  for (const [at, noise] of edits) {
    text = Buffer.concat([text.subarray(0, at), noise, text.subarray(at + noise.length + 2)]);
  }
  return [text.subarray(0, cut), text.subarray(cut)] as const;
});

it.each(Object.entries(endpoints))('%s: a scanner survives any answer', (_name, endpoint) => {
  assert(
    property(damaged, constantFrom(true, false), ([first, second], isStreaming) => {
      const scanner = endpoint.createScanner({
        model: 'm',
        isStreaming,
        outputTokensMax: null,
        inputTokensEstimate: 1,
        body: {},
        bytes: Buffer.alloc(0),
      });
      const released = scanner.push(first) + scanner.push(second);
      scanner.close();
      expect(released).toBeLessThanOrEqual(first.length + second.length);
      expect(scanner.outputTokensCounted).toBeGreaterThanOrEqual(0);
      expect(() => scanner.finishByLength({ inputTokens: 1, outputTokens: 1 })).not.toThrow();
    }),
    { numRuns: 60 },
  );
});

it.each(Object.entries(codecs))('%s: a translator survives any answer', (_name, upstream) => {
  assert(
    property(damaged, ([first, second]) => {
      for (const client of Object.values(codecs)) {
        const translator = new StreamTranslator(client, upstream, face, 'maker');
        translator.push(first);
        translator.push(second);
        translator.close();
      }
    }),
    { numRuns: 40 },
  );
});

it.each(Object.entries(endpoints))(
  '%s: a request of any bytes is read or refused',
  (_name, endpoint) => {
    assert(
      property(uint8Array({ maxLength: 60 }), string(), (bytes, text) => {
        endpoint.readRequest(Buffer.from(bytes));
        endpoint.readRequest(Buffer.from(`{"model":${JSON.stringify(text)},"messages":[${text}]}`));
      }),
      { numRuns: 60 },
    );
  },
);

const name = '"model":"m","max_tokens":5';
const message = '{"role":"user","content":"x"}';

it.each([
  [
    'many members',
    `{${name},"messages":[${message}]${Array.from({ length: 500_000 }, (_, n) => `,"k${n}":1`).join('')}}`,
  ],
  ['many wrong messages', `{${name},"messages":[${'1,'.repeat(900_000)}1]}`],
  [
    'many wrong parts',
    `{${name},"messages":[{"role":"user","content":[${'1,'.repeat(900_000)}1]}]}`,
  ],
  ['many values', `{${name},"messages":[${message}],"x":[${'1,'.repeat(10_000_000)}1]}`],
  ['many brackets', `{${name},"messages":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
  [
    'many backslashes',
    `{${name},"messages":[{"role":"user","content":"${'\\\\'.repeat(1_000_000)}"}]}`,
  ],
  ['many quotes', `{${name},"messages":[{"role":"user","content":"${'\\"'.repeat(1_000_000)}"}]}`],
])('reads a body with %s in good time', (_what, body) => {
  const started = Date.now();
  endpoints['anthropic:messages'].readRequest(Buffer.from(body));
  expect(Date.now() - started).toBeLessThan(2_000);
});
