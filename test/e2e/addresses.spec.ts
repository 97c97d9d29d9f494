import { call } from '../support/calls';
import { json } from '../support/client';
import { startBench, type Bench, type Player } from '../support/bench';
import { RawConnection } from '../support/raw-http';
import { expectRefusal } from '../support/refusals';

jest.setTimeout(60_000);

const CHAT = { model: 'demo', messages: [{ role: 'user', content: 'hi' }] };

/** Addresses written as clients write them, and addresses that are none. */
describe('an address', () => {
  let bench: Bench;
  let player: Player;
  beforeAll(async () => {
    bench = await startBench({ DEMO: 'on' });
    player = await bench.user();
  });

  const ask = (path: string, body?: unknown, method?: string) =>
    json(`${bench.url}${path}`, { token: player.key, body, method });

  it.each([
    '//v1//messages',
    '/v1/v1/messages',
    '/api/inference/anthropic/v1/v1/messages',
    '/%6dessages',
    '/api/inference/%61nthropic/messages',
    '/%61pi/inference/ollama//api/chat',
    '/api/%63hat',
    '/%63hat/completions',
    '/v1/v1/chat/completions',
    '/api/v1/llm/v1/v1/chat/completions',
  ])('%s is found however it is spelt', async (path) => {
    const answer = await ask(path, { ...CHAT, max_tokens: 5, stream: false });
    expect([path, answer.status]).toEqual([path, 200]);
  });

  it.each([
    ['/v1/messages', 'anthropic', 'POST'],
    ['/v1/messages/count_tokens', 'anthropic', 'POST'],
    ['/api/chat', 'ollama', 'POST'],
    ['/api/inference/ollama/api/chat', 'ollama', 'POST'],
    ['/auth/login', 'own', 'POST'],
    ['/admin/api/users/x', 'own', 'PUT'],
  ] as const)('%s says what it answers instead', async (path, dialect, allow) => {
    const answer = await ask(path, undefined, 'DELETE');
    expectRefusal(answer, dialect, 405);
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it('tells OpenAI’s clients in their own words', async () => {
    const answer = await ask('/v1/chat/completions');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(answer.body.error).toMatchObject({
      message: expect.any(String),
      type: expect.any(String),
    });
  });

  it('lists all that several routes answer', async () => {
    const answer = await ask('/api/keys', {}, 'PUT');
    expectRefusal(answer, 'own', 405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it('sends clients that want a WebSocket to plain HTTP', async () => {
    const connection = await RawConnection.open(bench.url);
    connection.write(
      `GET /v1/responses HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${player.key}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    await connection.read((bytes) => bytes.includes('}}'));
    connection.leave();
    const raw = connection.bytes().toString('latin1');
    expect(raw).toMatch(/^HTTP\/1\.1 426 /u);
    expect(raw).toMatch(/^x-request-id: \S{8,}\r$/imu);
  });

  it.each([
    ['/v1/messages/nope', 'anthropic'],
    ['/api/inference/ollama/nope', 'ollama'],
    ['/api/nope', 'own'],
    ['/nope', 'own'],
    ['/assets/../package.json', 'own'],
    ['/assets/%2e%2e/%2e%2e/package.json', 'own'],
  ] as const)('%s does not exist, for browsers as well', async (path, dialect) => {
    const answer = await json(`${bench.url}${path}`, { headers: { accept: 'text/html,*/*' } });
    expectRefusal(answer, dialect, 404);
  });

  it.each(['/', '/api/inference/ollama', '/api/inference/ollama/'])(
    '%s says that Ollama is running',
    async (path) => {
      const answer = await json(`${bench.url}${path}`);
      expect([answer.status, answer.text]).toEqual([200, 'Ollama is running']);
      expect((await fetch(`${bench.url}${path}`, { method: 'HEAD' })).status).toBe(200);
    },
  );

  it('of a client that leaves while it sends takes up no room', async () => {
    const narrow = await startBench({ USER_CALLS_AT_ONCE_MAX: '2' });
    const guest = await narrow.user();
    for (let left = 0; left < 6; left += 1) {
      const connection = await RawConnection.open(narrow.url);
      connection.write(
        `POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${guest.key}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"model":`,
      );
      connection.leave();
    }
    expect((await call(narrow.url, guest, 'hello')).status).toBe(200);
    expect((await call(narrow.url, guest, 'hello')).status).toBe(200);
  });
});

describe('a client that never ends its request', () => {
  it('is told so and hung up on', async () => {
    const bench = await startBench({ REQUEST_TIMEOUT_MS: '1000' });
    const player = await bench.user();
    const connection = await RawConnection.open(bench.url);
    connection.write(
      `POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${player.key}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"model":`,
    );
    await connection.read(() => false);
    expect(connection.bytes().toString('latin1')).toMatch(/^HTTP\/1\.1 408 /u);
    expect(await bench.records(player)).toEqual([]);
  });
});
