import { startBench, type Bench, type Player } from '../support/bench';
import { call, openCall, tokensIn, type Dialect } from '../support/calls';
import { startUnaccepting } from '../support/unaccepting';

jest.setTimeout(60_000);

let keys = 0;
const newKey = () => {
  keys += 1;
  return { 'idempotency-key': `key-${keys}` };
};

describe('an idempotency key', () => {
  let bench: Bench;
  let player: Player;
  beforeAll(async () => {
    bench = await startBench();
  });
  beforeEach(async () => {
    player = await bench.user({ tokenLimit: 100_000 });
  });

  it.each<[Dialect, boolean]>([
    ['anthropic', true],
    ['anthropic', false],
    ['ollama', true],
    ['ollama', false],
  ])('gives a repeat the same answer for one charge (%s, stream: %p)', async (dialect, stream) => {
    const before = bench.upstream.calls.length;
    const headers = newKey();
    const first = await call(bench.url, player, '[[n=5]]', { dialect, stream, headers });
    const again = await call(bench.url, player, '[[n=5]]', { dialect, stream, headers });
    expect(again.status).toBe(200);
    expect(again.body.equals(first.body)).toBe(true);
    expect(again.head.headers['content-type']).toBe(first.head.headers['content-type']);
    expect(again.head.headers['x-request-id']).not.toBe(first.head.headers['x-request-id']);
    expect(bench.upstream.calls).toHaveLength(before + 1);
    expect(await bench.settled(player, 1)).toHaveLength(1);
  });

  it('says of a repeat while the call runs that it runs', async () => {
    const headers = newKey();
    const first = await openCall(bench.url, player, '[[n=2000 gap=5]]', { headers });
    await first.read((bytes) => tokensIn(bytes) > 0);
    const again = await call(bench.url, player, '[[n=2000 gap=5]]', { headers });
    expect(again.status).toBe(409);
    expect(again.head.headers['retry-after']).toMatch(/^\d+$/u);
    expect(JSON.parse(again.body.toString())).toMatchObject({ type: 'error' });
    first.leave();
    expect(await bench.settled(player, 1)).toHaveLength(1);
  });

  it.each([
    ['too long', 'k'.repeat(256)],
    ['not ASCII', 'kéy'],
  ])('that is %s is refused instead of ignored', async (_why, key) => {
    const calls = bench.upstream.calls.length;
    const headers = { 'idempotency-key': key };
    const answer = await call(bench.url, player, '[[n=1]]', { headers });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body.toString()).error.message).toContain('Idempotency-Key');
    expect(bench.upstream.calls).toHaveLength(calls);
  });

  it('refuses the key for another request', async () => {
    const headers = newKey();
    await call(bench.url, player, '[[n=1]] this', { headers });
    const other = await call(bench.url, player, '[[n=1]] that', { headers });
    expect(other.status).toBe(422);
    expect(await bench.settled(player, 1)).toHaveLength(1);
  });

  it('is free to use again when the first call came to nothing', async () => {
    const headers = newKey();
    const body = '[[n=2 tag=again]]';
    await bench.upstream.refuse();
    expect((await call(bench.url, player, body, { headers })).status).toBeGreaterThanOrEqual(500);
    await bench.upstream.listen();
    const again = await call(bench.url, player, body, { headers });
    expect(again.status).toBe(200);
    expect(tokensIn(again.body)).toBe(2);
    const charged = (await bench.settled(player, 2)).filter((record) => record.total_tokens > 0);
    expect(charged).toHaveLength(1);
  });

  it('belongs to one user', async () => {
    const headers = newKey();
    const other = await bench.user();
    await call(bench.url, player, '[[n=2 tag=mine]]', { headers });
    await call(bench.url, other, '[[n=2 tag=mine]]', { headers });
    expect(bench.upstream.tagged('mine')).toHaveLength(2);
  });

  it('makes one call of twenty that come at once', async () => {
    const headers = newKey();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        call(bench.url, player, '[[n=5 gap=10 tag=crowd]]', { headers }),
      ),
    );
    expect(bench.upstream.tagged('crowd')).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(await bench.settled(player, 1)).toHaveLength(1);
  });

  it('still holds after the server was restarted', async () => {
    const headers = newKey();
    const first = await call(bench.url, player, '[[n=5 tag=before]]', { headers });
    await bench.server.restart();
    const again = await call(bench.url, player, '[[n=5 tag=before]]', { headers });
    expect(again.body.equals(first.body)).toBe(true);
    expect(bench.upstream.tagged('before')).toHaveLength(1);
  });
});

describe('an upstream that takes no connection', () => {
  it('is given up after the connect time-out, for nothing', async () => {
    const bench = await startBench({
      OLLAMA_URL: await startUnaccepting(),
      UPSTREAM_CONNECT_TIMEOUT_MS: '400',
    });
    const player = await bench.user({ tokenLimit: 1000 });
    const startedAtMs = performance.now();
    const answer = await call(bench.url, player, 'hello', { dialect: 'ollama' });
    const tookMs = performance.now() - startedAtMs;
    expect(tookMs).toBeGreaterThan(300);
    expect(tookMs).toBeLessThan(4000);
    expect([502, 503, 504]).toContain(answer.status);
    expect(await bench.settled(player, 1)).toMatchObject([{ status: 'refused', total_tokens: 0 }]);
  });
});
