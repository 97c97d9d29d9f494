import Anthropic, {
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
} from '@anthropic-ai/sdk';
import { startBench, type Bench, type Player } from '../support/bench';
import { until } from '../support/until';

jest.setTimeout(30_000);

/** The vendor's own client, with nothing changed but its base URL and its key. */
describe.each(['/api/inference/anthropic', ''])(
  '@anthropic-ai/sdk with its base URL at %j',
  (base) => {
    let bench: Bench;
    let player: Player;
    let client: Anthropic;
    beforeAll(async () => {
      bench = await startBench();
      player = await bench.user();
      client = new Anthropic({ baseURL: `${bench.url}${base}`, apiKey: player.key, maxRetries: 0 });
    });

    const ask = (content: string) => ({
      model: 'claude-test-1',
      max_tokens: 100,
      messages: [{ role: 'user' as const, content }],
    });

    it('creates a message, with the usage and the request id', async () => {
      const { data: message, request_id: requestId } = await client.messages
        .create(ask('[[n=3 in=7]]'))
        .withResponse();
      expect(message.content).toEqual([{ type: 'text', text: 'the the the' }]);
      expect(message.usage).toMatchObject({ input_tokens: 7, output_tokens: 3 });
      expect(message.stop_reason).toBe('end_turn');
      expect(requestId).toMatch(/^\S{8,}$/u);
    });

    it('streams a message event by event and as a whole', async () => {
      const texts: string[] = [];
      const stream = client.messages.stream(ask('[[n=6]]')).on('text', (text) => texts.push(text));
      const message = await stream.finalMessage();
      expect(texts).toHaveLength(6);
      expect(message.content).toEqual([{ type: 'text', text: texts.join('') }]);
      expect(message.usage.output_tokens).toBe(6);
    });

    it('hands a tool call over, streamed and not', async () => {
      const tools = [
        {
          name: 'get_weather',
          input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
        },
      ];
      const whole = await client.messages.create({ ...ask('[[tool]]'), tools });
      const streamed = await client.messages.stream({ ...ask('[[tool]]'), tools }).finalMessage();
      for (const { stop_reason: stopReason, content } of [whole, streamed]) {
        expect(stopReason).toBe('tool_use');
        expect(content[0]).toMatchObject({
          type: 'tool_use',
          name: 'get_weather',
          input: { city: 'Paris', unit: 'C' },
        });
      }
      expect(bench.upstream.calls.at(-1)?.body.tools).toEqual(tools);
    });

    it('counts tokens without charging for it', async () => {
      const before = (await bench.records(player)).length;
      const { model, messages } = ask('[[in=42]]');
      expect(await client.messages.countTokens({ model, messages })).toMatchObject({
        input_tokens: 42,
      });
      expect(await bench.records(player)).toHaveLength(before);
    });

    it('lists models and finds one', async () => {
      const models = await client.models.list();
      expect(models.data.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['claude-test-1', 'claude-test-2']),
      );
      const model = await client.models.retrieve('claude-test-2');
      expect(model).toMatchObject({ type: 'model', id: 'claude-test-2' });
    });

    it('stops the upstream within a second when the caller aborts', async () => {
      const stream = client.messages.stream(ask('[[n=5000 gap=5 tag=aborted]]'));
      stream.on('error', () => undefined);
      stream.on('abort', () => undefined);
      stream.once('text', () => stream.abort());
      await expect(stream.finalMessage()).rejects.toThrow(APIUserAbortError);
      const abortedAtMs = performance.now();
      const call = await bench.upstream.call('aborted');
      await until(() => call.abandonedAtMs !== undefined, { what: 'the upstream to be left' });
      expect((call.abandonedAtMs as number) - abortedAtMs).toBeLessThan(1000);
    });

    it.each([
      [400, BadRequestError],
      [404, NotFoundError],
      [413, APIError],
      [500, InternalServerError],
      [529, InternalServerError],
    ])('throws the class of its own for an upstream %d', async (status, type) => {
      for (const call of [
        client.messages.create(ask(`[[status=${status}]]`)),
        client.messages.stream(ask(`[[status=${status}]]`)).finalMessage(),
      ]) {
        const error = await call.then(
          () => undefined,
          (thrown: APIError) => thrown,
        );
        expect(error).toBeInstanceOf(type);
        expect(error?.status).toBe(status);
        expect(error?.requestID).toMatch(/^\S{8,}$/u);
      }
    });

    it("says of the upstream's rate limit that it is not the caller's own", async () => {
      const error = await client.messages.create(ask('[[status=429 retry=20]]')).then(
        () => undefined,
        (thrown: APIError) => thrown,
      );
      expect([429, 503, 529]).toContain(error?.status);
      expect(error?.message).toMatch(/anthropic|upstream|provider/iu);
    });

    it('throws when the answer breaks in the middle', async () => {
      const stream = client.messages.stream(ask('[[fault=cut n=9 gap=2]]'));
      const thrown = await stream.finalMessage().then(
        () => undefined,
        (error: Error) => error,
      );
      expect(thrown).toBeInstanceOf(Error);
      expect(thrown).not.toBeInstanceOf(APIUserAbortError);
    });

    it('throws an authentication error for a key that is wrong, in both headers', async () => {
      const wrong = { baseURL: `${bench.url}${base}`, maxRetries: 0 };
      for (const other of [
        new Anthropic({ ...wrong, apiKey: 'sk-coinop-wrong' }),
        new Anthropic({ ...wrong, apiKey: null, authToken: 'sk-coinop-wrong' }),
        new Anthropic({
          ...wrong,
          apiKey: null,
          authToken: null,
          defaultHeaders: { 'x-api-key': 'sk-coinop-wrong' },
        }),
      ]) {
        await expect(other.messages.create(ask('hello'))).rejects.toThrow(AuthenticationError);
      }
    });

    it('takes the key in x-api-key as older clients send it', async () => {
      const older = new Anthropic({
        baseURL: `${bench.url}${base}`,
        apiKey: null,
        authToken: null,
        defaultHeaders: { 'x-api-key': player.key, authorization: null },
        maxRetries: 0,
      });
      expect((await older.messages.create(ask('[[n=1]]'))).content).toHaveLength(1);
    });

    it('charges each call once, with the numbers of the provider', async () => {
      const other = await bench.user();
      const mine = new Anthropic({
        baseURL: `${bench.url}${base}`,
        apiKey: other.key,
        maxRetries: 0,
      });
      await mine.messages.create(ask('[[n=3 in=7]]'));
      await mine.messages.stream(ask('[[n=5 in=9]]')).finalMessage();
      const records = await bench.settled(other, 2);
      expect(records).toMatchObject([
        { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14, exact: true, status: 'ok' },
        { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10, exact: true, status: 'ok' },
      ]);
    });
  },
);
