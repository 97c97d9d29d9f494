import { gzipSync } from 'node:zlib';
import { startBench, type Bench, type Player } from '../support/bench';
import { inferenceBody, type Dialect } from '../support/calls';
import { json } from '../support/client';
import { RawConnection, rawRequest, sendRaw } from '../support/raw-http';
import { expectRefusal, isError } from '../support/refusals';

jest.setTimeout(60_000);

const PATHS: Record<Dialect, string> = {
  anthropic: '/api/inference/anthropic/messages',
  ollama: '/api/inference/ollama/chat',
};
const MEGABYTE = 1024 * 1024;

/** Whatever is sent, the answer is a refusal in the shape of the address, and nothing has happened. */
describe('bad input to a model', () => {
  let bench: Bench;
  let player: Player;
  beforeAll(async () => {
    bench = await startBench();
    player = await bench.user({ tokenLimit: 1_000_000 });
  });

  /** Nothing was asked of a model, nothing was booked, nothing went wrong inside. */
  afterEach(async () => {
    expect(bench.upstream.calls.filter(({ method }) => method === 'POST')).toEqual([]);
    expect(await bench.records(player)).toEqual([]);
    expect(await bench.limit(player)).toMatchObject({ used: 0, held: 0 });
    expect(bench.server.logs().filter(({ level }) => isError(level))).toEqual([]);
  });

  describe.each<Dialect>(['anthropic', 'ollama'])('on the %s dialect', (dialect) => {
    const send = (body: unknown, headers: Record<string, string> = {}) =>
      json(`${bench.url}${PATHS[dialect]}`, { body, headers, token: player.key });
    const good = () => inferenceBody('hello', { dialect });

    it.each([
      ['nothing', ''],
      ['half an object', '{"model":"x", "messages": ['],
      ['a comma too many', '{"model":"x",}'],
      ['text', 'hello'],
      ['null', 'null'],
      ['a list', '[]'],
      ['a string', '"model"'],
      ['a number', '1e400'],
      ['many brackets', '['.repeat(200_000)],
      ['a deep object', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
      ['two values', '{}{}'],
      ['a byte order mark inside', '{"model":\uFEFF"x"}'],
    ])('refuses a body that is %s', async (_name, body) => {
      expectRefusal(await send(body), dialect, 400);
    });

    it.each<[string, Record<string, unknown>]>([
      ['no model', { model: undefined }],
      ['a model that is a number', { model: 5 }],
      ['a model that is empty', { model: '' }],
      ['a model with control characters', { model: 'a\u0000b\r\nx: y' }],
      ['a model name without end', { model: 'm'.repeat(100_000) }],
      ['messages that are text', { messages: 'hello' }],
      ['messages that are an object', { messages: { 0: { role: 'user', content: 'x' } } }],
      ['a message that is null', { messages: [null] }],
      ['a message that is a number', { messages: [7] }],
      ['content that is a number', { messages: [{ role: 'user', content: 7 }] }],
      ['stream that is text', { stream: 'yes' }],
    ])('refuses %s', async (_name, change) => {
      expectRefusal(await send({ ...good(), ...change }), dialect, 400);
    });

    it.each([0, -1, 1.5, '12', null, 1e300, {}])(
      'refuses %p as the most output tokens',
      async (max) => {
        const change =
          dialect === 'anthropic' ? { max_tokens: max } : { options: { num_predict: max } };
        // Ollama itself takes -1 and null to mean no limit and 0 to mean none at all.
        if (dialect === 'ollama' && (max === -1 || max === null || max === 0)) return;
        expectRefusal(await send({ ...good(), ...change }), dialect, 400);
      },
    );

    it('refuses bytes that are not UTF-8', async () => {
      const body = Buffer.from(
        JSON.stringify(inferenceBody('h\u00e9llo \u00ff', { dialect })),
        'latin1',
      );
      const answer = await sendRaw(
        bench.url,
        rawRequest({
          path: PATHS[dialect],
          body,
          headers: { authorization: `Bearer ${player.key}` },
        }),
      );
      expect(answer.status).toBe(400);
      expect(answer.head.headers['x-request-id']).toMatch(/\S/u);
    });

    it('refuses 51 MB, whether it says so or not', async () => {
      const body = JSON.stringify({ ...good(), padding: 'p'.repeat(51 * MEGABYTE) });
      expectRefusal(await send(body), dialect, 413);
      const connection = await RawConnection.open(bench.url);
      connection.write(
        `POST ${PATHS[dialect]} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${player.key}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
      );
      const piece = `${MEGABYTE.toString(16)}\r\n${' '.repeat(MEGABYTE)}\r\n`;
      for (let index = 0; index < 51 && !connection.isClosed; index += 1) connection.write(piece);
      const answer = await connection.answer();
      connection.leave();
      expect(answer.status).toBe(413);
      expect(answer.head.headers['x-request-id']).toMatch(/\S/u);
    });

    it('refuses a model that nobody here has', async () => {
      expectRefusal(await send({ ...good(), model: 'demo' }), dialect, 404);
    });

    it('refuses a body that is packed', async () => {
      const response = await fetch(`${bench.url}${PATHS[dialect]}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${player.key}`, 'content-encoding': 'gzip' },
        body: gzipSync(JSON.stringify(good())),
      });
      expect(response.status).toBe(400);
      expect(response.headers.get('x-request-id')).toMatch(/\S/u);
    });

    it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('refuses %s', async (method) => {
      const answer = await json(`${bench.url}${PATHS[dialect]}`, { method, token: player.key });
      expect([404, 405]).toContain(answer.status);
      expectRefusal(answer, dialect);
    });

    it('refuses an address that does not exist', async () => {
      const url = `${bench.url}/api/inference/${dialect}/no/such/thing`;
      expectRefusal(await json(url, { token: player.key }), dialect, 404);
      expectRefusal(await json(url, { token: player.key, body: {} }), dialect, 404);
    });

    it('refuses a caller without a key before reading what they sent', async () => {
      const answer = await json(`${bench.url}${PATHS[dialect]}`, { body: '{"model":' });
      expectRefusal(answer, dialect, 401);
    });

    it.each([
      'Bearer',
      'Bearer ',
      'Basic YWRtaW46YWRtaW4=',
      'Bearer a b',
      'Bearer \u00ff',
      'bearer null',
    ])('refuses %p as a credential', async (authorization) => {
      const answer = await json(`${bench.url}${PATHS[dialect]}`, {
        body: good(),
        headers: { authorization },
      });
      expectRefusal(answer, dialect, 401);
    });
  });
});
