import { capture } from '../../../test/support/upstream/captures';
import { scan, scanEverySplit } from '../../../test/support/scan';
import { AnthropicStreamScanner, createAnthropicJsonScanner } from './scanner';

const stream = () => new AnthropicStreamScanner();
const body = (name: string) => capture(name).response.body;

function sse(...events: [name: string, data: object][]): Buffer {
  return Buffer.from(
    events.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
  );
}

const start = (usage: object): [string, object] => [
  'message_start',
  { type: 'message_start', message: { id: 'm', model: 'big', usage } },
];
const delta = (usage?: object): [string, object] => [
  'message_delta',
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage },
];
const text = (said: string): [string, object] => [
  'content_block_delta',
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: said } },
];
const stop: [string, object] = ['message_stop', { type: 'message_stop' }];

/** The slow way: every event parsed. */
function countDeltas(answer: Buffer): number {
  const data = answer.toString().match(/^data: .*$/gm) ?? [];
  const deltas = data.map(
    (line) => (JSON.parse(line.slice(6)) as { delta?: Record<string, string> }).delta ?? {},
  );
  return deltas.filter((each) => each['text'] || each['thinking'] || each['partial_json']).length;
}

describe('a recorded stream, split at every byte', () => {
  it.each([
    ['anthropic_messages_stream', 21, 1, 11],
    ['anthropic_tool_stream', 394, 1, 164],
    ['anthropic_thinking_stream', 13, 1, 72],
  ])('%s: usage, count and the held-back end', (name, cacheRead, input, output) => {
    const result = scanEverySplit(stream, body(name));
    expect(result).toMatchObject({
      usage: { input, cacheRead, cacheWrite: 0, output, reasoning: 0 },
      input: input + cacheRead,
      model: 'tiny',
      isComplete: true,
      hasError: false,
      held: expect.stringMatching(/^event: message_stop\ndata: \{"type":"message_stop"\}\n\n/),
    });
    expect(result.counted).toBe(countDeltas(body(name)));
    expect(result.counted).toBeLessThanOrEqual(output);
    expect(result.released).not.toContain('message_stop');
  });

  it('holds back an error in the middle and keeps what was reported until then', () => {
    const result = scanEverySplit(stream, body('err_midstream_anthropic'));
    expect(result).toMatchObject({ isComplete: false, hasError: true, counted: 1, input: 13 });
    expect(result.held).toMatch(/^event: error\n/);
  });
});

describe('a recorded plain answer, split at every byte', () => {
  it.each([
    ['anthropic_messages', { input: 1, cacheRead: 12, cacheWrite: 0, output: 13, reasoning: 0 }],
    ['anthropic_tool', { input: 1, cacheRead: 394, cacheWrite: 0, output: 164, reasoning: 0 }],
    ['anthropic_thinking', { input: 1, cacheRead: 13, cacheWrite: 0, output: 72, reasoning: 0 }],
  ])('%s: nothing is released before the end', (name, usage) => {
    const result = scanEverySplit(createAnthropicJsonScanner, body(name));
    expect(result).toMatchObject({ usage, model: 'tiny', isComplete: true, released: '' });
    expect(result.counted).toBeLessThanOrEqual(usage.output);
  });

  it('takes a count of tokens as an answer without usage', () => {
    const result = scan(createAnthropicJsonScanner(), [body('anthropic_count_tokens')]);
    expect(result).toMatchObject({ usage: null, isComplete: true });
  });
});

describe('what upstreams get wrong', () => {
  it('reads usage that only message_delta gives in full', () => {
    const later = { input_tokens: 7, cache_read_input_tokens: 2, output_tokens: 9 };
    const answer = sse(start({ input_tokens: 5, output_tokens: 1 }), delta(later), stop);
    expect(scan(stream(), [answer]).usage).toEqual({
      input: 7,
      cacheRead: 2,
      cacheWrite: 0,
      output: 9,
      reasoning: 0,
    });
  });

  it('takes thinking tokens out of the output', () => {
    const usage = { output_tokens: 9, output_tokens_details: { thinking_tokens: 4 } };
    const answer = sse(start({ input_tokens: 5 }), delta(usage), stop);
    expect(scan(stream(), [answer]).usage).toMatchObject({ output: 5, reasoning: 4 });
  });

  it('has no usage when the end reported none', () => {
    const answer = sse(start({ input_tokens: 5, output_tokens: 1 }), text('a'), delta(), stop);
    const result = scan(stream(), [answer]);
    expect(result).toMatchObject({ usage: null, input: 5, counted: 1, isComplete: true });
  });

  it.each([-1, 1.5, 2e9, '12', Number.NaN, {}])('counts output_tokens %p as no usage', (count) => {
    const answer = sse(start({ input_tokens: 5 }), delta({ output_tokens: count }), stop);
    expect(scan(stream(), [answer])).toMatchObject({ usage: null, isComplete: true });
  });

  it('survives garbage between events and CRLF line ends', () => {
    const mess = Buffer.from(
      'event: message_start\r\ndata: {nonsense\r\n\r\n: hello\r\n\r\nrubbish\r\n\r\n',
    );
    const answer = Buffer.concat([mess, sse(text('hi'), delta({ output_tokens: 3 }), stop)]);
    expect(scanEverySplit(stream, answer)).toMatchObject({
      usage: null,
      counted: 1,
      isComplete: true,
    });
  });

  it('tells events apart by their data when there is no event line', () => {
    const answer = sse(start({ input_tokens: 5 }), text('a'), delta({ output_tokens: 1 }), stop)
      .toString()
      .replaceAll(/^event: .*\n/gm, '');
    expect(scanEverySplit(stream, Buffer.from(answer))).toMatchObject({
      usage: { input: 5, output: 1 },
      counted: 1,
      held: 'data: {"type":"message_stop"}\n\n',
    });
  });

  it('takes a last event without its blank line as whole once the upstream closed', () => {
    const answer = sse(start({ input_tokens: 5 }), delta({ output_tokens: 1 }), stop);
    expect(scanEverySplit(stream, answer.subarray(0, -2))).toMatchObject({ isComplete: true });
  });

  it('is not complete when the stream broke off', () => {
    const answer = sse(start({ input_tokens: 5, output_tokens: 0 }), text('a'), text('b'));
    expect(scan(stream(), [answer])).toMatchObject({
      isComplete: false,
      counted: 2,
      usage: { input: 5, output: 0 },
      held: '',
    });
  });

  it('does not count empty deltas, signatures and pings', () => {
    const signature = { type: 'signature_delta', signature: 'abc' };
    const answer = sse(
      text(''),
      ['content_block_delta', { type: 'content_block_delta', index: 0, delta: signature }],
      ['ping', { type: 'ping' }],
      text('""}}'),
    );
    expect(scan(stream(), [answer]).counted).toBe(1);
  });

  it('lets an event pass that nobody could hold in memory, and goes on', () => {
    const giant = sse(text('x'.repeat(3_000_000)));
    const answer = Buffer.concat([giant, sse(delta({ output_tokens: 1 }), stop)]);
    const pieces = [answer.subarray(0, 2_000_000), answer.subarray(2_000_000)];
    const scanner = stream();
    expect(scanner.push(pieces[0]!)).toBe(2_000_000);
    scanner.push(pieces[1]!);
    expect(scanner).toMatchObject({ isComplete: true, outputTokensCounted: 1 });
  });
});

describe('an answer that we cut', () => {
  it('closes the open blocks and ends as the dialect ends', () => {
    const scanner = stream();
    const answer = body('anthropic_tool_stream').toString();
    scanner.push(Buffer.from(answer.slice(0, answer.indexOf('event: content_block_stop'))));
    const end = scanner.finishByLength({ inputTokens: 3, outputTokens: 4 }).toString();
    expect(end.split('\n\n').map((event) => event.split('\n')[1])).toEqual([
      'data: {"type":"content_block_stop","index":0}',
      'data: {"type":"content_block_stop","index":1}',
      'data: {"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null},"usage":{"input_tokens":3,"output_tokens":4}}',
      'data: {"type":"message_stop"}',
      undefined,
    ]);
  });
});
