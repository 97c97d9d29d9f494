import { scan, scanEverySplit } from '../../../test/support/scan';
import { createOllamaJsonScanner, OllamaStreamScanner } from './scanner';

const stream = () => new OllamaStreamScanner('chat');
const base = { model: 'llama3.2', created_at: '2026-11-21T09:00:00.5Z' };

function lines(...values: object[]): Buffer {
  return Buffer.from(values.map((value) => `${JSON.stringify({ ...base, ...value })}\n`).join(''));
}

const said = (content: string) => ({ message: { role: 'assistant', content }, done: false });
const done = (counts: object) => ({ ...said(''), done: true, done_reason: 'stop', ...counts });
const counts = { prompt_eval_count: 11, eval_count: 2 };

describe('a stream, split at every byte', () => {
  it('reads usage from the last line and holds it back', () => {
    const result = scanEverySplit(stream, lines(said('Hé'), said('llo'), done(counts)));
    expect(result).toMatchObject({
      usage: { input: 11, cacheRead: 0, cacheWrite: 0, output: 2, reasoning: 0 },
      counted: 2,
      model: 'llama3.2',
      isComplete: true,
      held: lines(done(counts)).toString(),
    });
  });

  it('counts tool calls and thinking, not empty lines', () => {
    const call = { role: 'assistant', content: '', tool_calls: [{ function: { name: 'f' } }] };
    const thought = { role: 'assistant', content: '', thinking: 'hm' };
    const answer = lines(
      { message: call, done: false },
      { message: thought, done: false },
      said(''),
    );
    expect(scanEverySplit(stream, answer)).toMatchObject({ counted: 2, isComplete: false });
  });

  it('is not ended by tool arguments that say done or error', () => {
    const args = { done: true, error: 'x' };
    const call = { role: 'assistant', tool_calls: [{ function: { name: 'f', arguments: args } }] };
    const answer = lines({ message: call, done: false }, done(counts));
    expect(scan(stream(), [answer])).toMatchObject({ isComplete: true, hasError: false });
  });

  it('holds back an error line', () => {
    const answer = Buffer.concat([lines(said('a')), Buffer.from('{"error":"out of memory"}\n')]);
    expect(scanEverySplit(stream, answer)).toMatchObject({
      hasError: true,
      isComplete: false,
      held: '{"error":"out of memory"}\n',
    });
  });

  it('takes a last line without its line feed as whole once the upstream closed', () => {
    const answer = lines(said('a'), done(counts)).subarray(0, -1);
    expect(scanEverySplit(stream, answer)).toMatchObject({
      isComplete: true,
      usage: { output: 2 },
    });
  });

  it.each([-1, 1.5, 2e9, '12'])('counts eval_count %p as no usage', (count) => {
    const answer = lines(done({ prompt_eval_count: 1, eval_count: count }));
    expect(scan(stream(), [answer])).toMatchObject({ usage: null, isComplete: true });
  });

  it('knows that loading a model costs nothing, and that missing counts are unknown', () => {
    expect(scan(stream(), [lines({ ...done({}), done_reason: 'load' })]).usage).toMatchObject({
      input: 0,
      output: 0,
    });
    expect(scan(stream(), [lines(done({}))]).usage).toBeNull();
  });
});

describe('a plain answer', () => {
  it('gives usage at its end and releases nothing before', () => {
    const answer = Buffer.from(
      JSON.stringify({ ...base, ...done(counts), unknown: [1, { a: 2 }] }),
    );
    expect(scanEverySplit(createOllamaJsonScanner, answer)).toMatchObject({
      usage: { input: 11, output: 2 },
      model: 'llama3.2',
      released: '',
      isComplete: true,
    });
  });

  it('passes over a large embedding', () => {
    const embeddings = [Array.from({ length: 20_000 }, (_, n) => n / 7)];
    const answer = Buffer.from(JSON.stringify({ model: 'e', embeddings, prompt_eval_count: 6 }));
    expect(scan(createOllamaJsonScanner(), [answer]).usage).toMatchObject({ input: 6, output: 0 });
  });

  it.each(['[1,2]', '<html>no</html>', '"text"', '{"a":1', ''])('never completes %p', (garbage) => {
    expect(scan(createOllamaJsonScanner(), [Buffer.from(garbage)]).isComplete).toBe(false);
  });
});

describe('an answer that we cut', () => {
  it.each([
    ['chat', { message: { role: 'assistant', content: '' } }],
    ['generate', { response: '' }],
  ] as const)('%s ends with done_reason length', (operation, empty) => {
    const scanner = new OllamaStreamScanner(operation);
    scanner.push(lines(said('a')));
    const end = JSON.parse(
      scanner.finishByLength({ inputTokens: 3, outputTokens: 1 }).toString(),
    ) as object;
    expect(end).toMatchObject({
      ...base,
      ...empty,
      done: true,
      done_reason: 'length',
      prompt_eval_count: 3,
      eval_count: 1,
    });
  });
});
