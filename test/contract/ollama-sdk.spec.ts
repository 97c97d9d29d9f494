import { Ollama } from 'ollama';
import { startBench, type Bench, type Player } from '../support/bench';
import { until } from '../support/until';

jest.setTimeout(30_000);

/** The vendor's own client, with nothing changed but its host and a header with the key. */
describe('ollama', () => {
  let bench: Bench;
  let player: Player;
  let client: Ollama;
  beforeAll(async () => {
    bench = await startBench();
    player = await bench.user();
    client = clientFor(player.key);
  });

  const clientFor = (key: string) =>
    new Ollama({
      host: `${bench.url}/api/inference/ollama`,
      headers: { authorization: `Bearer ${key}` },
    });
  const ask = (content: string) => ({
    model: 'tiny:latest',
    messages: [{ role: 'user', content }],
  });

  it('chats in one answer', async () => {
    const answer = await client.chat(ask('[[n=3 in=7]]'));
    expect(answer.message).toEqual({ role: 'assistant', content: 'the the the' });
    expect(answer).toMatchObject({ done: true, prompt_eval_count: 7, eval_count: 3 });
  });

  it('chats in a stream', async () => {
    const parts = [];
    for await (const part of await client.chat({ ...ask('[[n=4]]'), stream: true })) {
      parts.push(part);
    }
    expect(parts).toHaveLength(5);
    expect(parts.map(({ message }) => message.content).join('')).toBe('the the the the');
    expect(parts.at(-1)).toMatchObject({ done: true, eval_count: 4 });
  });

  it('hands a tool call over', async () => {
    const answer = await client.chat(ask('[[tool n=1]]'));
    expect(answer.message.tool_calls?.[0]?.function).toEqual({
      name: 'get_weather',
      arguments: { city: 'Paris' },
    });
  });

  it('generates in one answer and in a stream', async () => {
    const prompt = '[[n=3]]';
    const whole = await client.generate({ model: 'tiny:latest', prompt });
    expect(whole.response).toBe('the the the');
    let text = '';
    for await (const part of await client.generate({
      model: 'tiny:latest',
      prompt,
      stream: true,
    })) {
      text += part.response;
    }
    expect(text).toBe('the the the');
  });

  it('embeds', async () => {
    const answer = await client.embed({ model: 'tiny:latest', input: ['one', 'two'] });
    expect(answer.embeddings).toEqual([
      [0.25, -0.5, 0.125],
      [0.25, -0.5, 0.125],
    ]);
  });

  it('lists, shows and watches models and tells a version', async () => {
    const { models } = await client.list();
    expect(models.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['tiny:latest', 'small:1b']),
    );
    const shown = await client.show({ model: 'tiny:latest' });
    expect(shown.capabilities).toContain('tools');
    const running = await client.ps();
    expect(running.models[0]).toMatchObject({ name: 'tiny:latest', context_length: 4096 });
    expect((await client.version()).version).toMatch(/^\d+\.\d+/u);
  });

  it('stops the upstream within a second when the caller aborts', async () => {
    const stream = await client.chat({ ...ask('[[n=5000 gap=5 tag=aborted]]'), stream: true });
    const reading = (async () => {
      for await (const part of stream) if (part.message.content !== '') stream.abort();
    })();
    await expect(reading).rejects.toThrow(/abort/iu);
    const abortedAtMs = performance.now();
    const call = await bench.upstream.call('aborted');
    await until(() => call.abandonedAtMs !== undefined, { what: 'the upstream to be left' });
    expect((call.abandonedAtMs as number) - abortedAtMs).toBeLessThan(1000);
  });

  it.each([400, 404, 500])("throws its own error with the upstream's status %d", async (status) => {
    await expect(client.chat(ask(`[[status=${status}]]`))).rejects.toMatchObject({
      name: 'ResponseError',
      status_code: status,
      error: expect.stringMatching(/\S/u),
    });
  });

  it('throws when the answer breaks in the middle', async () => {
    const stream = await client.chat({ ...ask('[[fault=cut n=9 gap=2]]'), stream: true });
    const reading = (async () => {
      for await (const part of stream) expect(part.message).toBeDefined();
    })();
    await expect(reading).rejects.toThrow();
  });

  it('throws for a key that is wrong', async () => {
    await expect(clientFor('sk-coinop-wrong').chat(ask('hello'))).rejects.toMatchObject({
      status_code: 401,
    });
  });

  it('charges each call once, with the numbers of the provider', async () => {
    const other = await bench.user();
    const mine = clientFor(other.key);
    await mine.chat(ask('[[n=3 in=7]]'));
    for await (const part of await mine.chat({ ...ask('[[n=5 in=9]]'), stream: true })) {
      expect(part.model).toBe('tiny:latest');
    }
    await mine.embed({ model: 'tiny:latest', input: '[[in=4]]' });
    expect(await bench.settled(other, 3)).toMatchObject([
      { prompt_tokens: 4, completion_tokens: 0, exact: true, status: 'ok' },
      { prompt_tokens: 9, completion_tokens: 5, exact: true, status: 'ok' },
      { prompt_tokens: 7, completion_tokens: 3, exact: true, status: 'ok' },
    ]);
  });
});
