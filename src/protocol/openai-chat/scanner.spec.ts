import { capture } from '../../../test/support/upstream/captures';
import { scan, scanEverySplit } from '../../../test/support/scan';
import { createOpenAiChatJsonScanner, OpenAiChatStreamScanner, withoutUsageChunk } from './scanner';

const stream = () => new OpenAiChatStreamScanner(true);
const body = (name: string) => capture(name).response.body;

function sse(...chunks: (object | string)[]): Buffer {
  return Buffer.from(
    chunks
      .map((chunk) => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`)
      .join(''),
  );
}

const head = { id: 'c', object: 'chat.completion.chunk', created: 5, model: 'big' };
const said = (content: string) => ({ ...head, choices: [{ index: 0, delta: { content } }] });
const usageChunk = (usage: unknown) => ({ ...head, choices: [], usage });

describe('a recorded stream, split at every byte', () => {
  it.each([
    ['oai_chat_stream', { input: 1, cacheRead: 12, output: 21 }],
    ['oai_tool_stream', { cacheRead: 394 }],
  ])('%s: usage, count and the held-back end', (name, usage) => {
    const result = scanEverySplit(stream, body(name));
    expect(result).toMatchObject({ usage, model: 'tiny', isComplete: true, hasError: false });
    expect(result.counted).toBeGreaterThan(0);
    expect(result.counted).toBeLessThanOrEqual(result.usage!.output);
    expect(result.held).toMatch(
      /^data: \{"choices":\[\],[^\n]*"usage":[^\n]*\n\ndata: \[DONE\]\n\n/,
    );
  });

  it.each([
    'oai_chat_stream_nousage',
    'oai_chat_thinking_stream',
    'oai_chat_utf8_stream',
    'oai_chat_n2_stream',
  ])('%s: counts what passed when the client asked for no usage', (name) => {
    const result = scanEverySplit(stream, body(name));
    expect(result).toMatchObject({ usage: null, isComplete: true });
    expect(result.held).toMatch(/^data: \[DONE\]\n\n/);
    expect(result.counted).toBeGreaterThan(0);
  });

  it('reads usage from the finish chunk of the old completions', () => {
    const result = scanEverySplit(stream, body('oai_completions_stream'));
    expect(result).toMatchObject({
      usage: { input: 1, cacheRead: 4, output: 16 },
      isComplete: true,
    });
    expect(result.counted).toBeLessThanOrEqual(16);
  });

  it('holds back an error in the middle', () => {
    const result = scanEverySplit(stream, body('err_midstream_oai'));
    expect(result).toMatchObject({ isComplete: false, hasError: true, counted: 1 });
    expect(result.held).toMatch(/^data: \{"error"/);
  });
});

describe('a recorded plain answer, split at every byte', () => {
  it.each([
    ['oai_chat', { input: 21, cacheRead: 1, output: 21 }],
    ['oai_tool', { input: 262, cacheRead: 133, output: 149 }],
    ['oai_completions', { output: 16 }],
    ['embeddings_base64', { input: 2, output: 0 }],
  ])('%s', (name, usage) => {
    const result = scanEverySplit(createOpenAiChatJsonScanner, body(name));
    expect(result).toMatchObject({ usage, model: 'tiny', isComplete: true, released: '' });
  });
});

describe('what upstreams do differently', () => {
  it('takes reasoning out of the completion, or leaves it beside when the total says so', () => {
    const details = { completion_tokens_details: { reasoning_tokens: 4 } };
    const inside = { prompt_tokens: 2, completion_tokens: 10, total_tokens: 12, ...details };
    const beside = { ...inside, total_tokens: 16 };
    const read = (usage: object) => scan(stream(), [sse(usageChunk(usage), '[DONE]')]).usage;
    expect(read(inside)).toMatchObject({ output: 6, reasoning: 4 });
    expect(read(beside)).toMatchObject({ output: 10, reasoning: 4 });
  });

  it('keeps the last of running totals and lets their chunks pass', () => {
    const running = (n: number) => ({
      ...said('x'),
      usage: { prompt_tokens: 1, completion_tokens: n },
    });
    const result = scan(stream(), [sse(running(1), running(2), '[DONE]')]);
    expect(result).toMatchObject({ usage: { output: 2 }, held: 'data: [DONE]\n\n' });
  });

  it.each([-1, 1.5, 2e9, '12'])('counts completion_tokens %p as no usage', (count) => {
    const usage = { prompt_tokens: 1, completion_tokens: count };
    expect(scan(stream(), [sse(usageChunk(usage), '[DONE]')]).usage).toBeNull();
  });

  it('is not complete without [DONE]', () => {
    expect(scan(stream(), [sse(said('x'))])).toMatchObject({ isComplete: false, counted: 1 });
  });

  it('does not take a text about errors and usage for one', () => {
    const result = scan(stream(), [sse(said('{"error":{"a":1},"usage":{}}'), '[DONE]')]);
    expect(result).toMatchObject({ hasError: false, usage: null, isComplete: true });
  });

  it('drops the usage chunk from the tail, and only that', () => {
    const tail = sse(usageChunk({ prompt_tokens: 1 }), '[DONE]');
    expect(withoutUsageChunk(tail).toString()).toBe('data: [DONE]\n\n');
    expect(withoutUsageChunk(sse('[DONE]')).toString()).toBe('data: [DONE]\n\n');
  });
});

describe('an answer that we cut', () => {
  it('ends with finish_reason length, usage if asked, and [DONE]', () => {
    const scanner = new OpenAiChatStreamScanner(true);
    scanner.push(sse(said('a')));
    const end = scanner.finishByLength({ inputTokens: 3, outputTokens: 4 }).toString();
    const [finish, usage, done] = end.split('\n\n');
    expect(JSON.parse(finish!.slice(6))).toEqual({
      ...head,
      choices: [{ index: 0, delta: {}, finish_reason: 'length' }],
    });
    expect(JSON.parse(usage!.slice(6))).toMatchObject({ choices: [], usage: { total_tokens: 7 } });
    expect(done).toBe('data: [DONE]');
  });
});
