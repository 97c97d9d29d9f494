import { capture } from '../../../test/support/upstream/captures';
import { scanEverySplit } from '../../../test/support/scan';
import { createOpenAiResponsesJsonScanner, OpenAiResponsesStreamScanner } from './scanner';

const stream = () => new OpenAiResponsesStreamScanner();
const body = (name: string) => capture(name).response.body;
const usage = { input: 1, cacheRead: 12, cacheWrite: 0, output: 21, reasoning: 0 };

it('reads a recorded stream and holds back its last event', () => {
  const result = scanEverySplit(stream, body('oai_responses_stream'));
  expect(result).toMatchObject({ usage, isComplete: true, model: 'tiny' });
  expect(result.counted).toBeGreaterThan(10);
  expect(result.counted).toBeLessThanOrEqual(21);
  expect(result.held).toMatch(/^event: response.completed\n/);
});

it('holds back an error without a name in the middle', () => {
  const result = scanEverySplit(stream, body('err_midstream_responses'));
  expect(result).toMatchObject({ isComplete: false, hasError: true, counted: 1 });
  expect(result.held).toMatch(/^data: \{"error"/);
});

it('reads a recorded plain answer', () => {
  const result = scanEverySplit(createOpenAiResponsesJsonScanner, body('oai_responses'));
  expect(result).toMatchObject({ usage, isComplete: true, model: 'tiny', released: '' });
});

it('ends an answer that we cut as incomplete', () => {
  const scanner = stream();
  const answer = body('oai_responses_stream').toString();
  scanner.push(Buffer.from(answer.slice(0, answer.indexOf('event: response.output_text.done'))));
  const end = scanner.finishByLength({ inputTokens: 3, outputTokens: 4 }).toString();
  expect(end).toMatch(/^event: response.incomplete\ndata: .*\n\n$/);
  expect(JSON.parse(end.split('data: ')[1]!)).toMatchObject({
    response: {
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      usage: { total_tokens: 7 },
    },
  });
});
