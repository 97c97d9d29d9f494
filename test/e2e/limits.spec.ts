import { startBench, type Bench } from '../support/bench';
import { call, tokensIn, type Dialect } from '../support/calls';
import { given, json } from '../support/client';
import { until } from '../support/until';

jest.setTimeout(60_000);

const PARALLEL = 50;
const ROOM_FOR = 10;
/** What one call of these tests costs: 20 in, 30 out. */
const COST = 50;
const MARKER = '[[in=20 n=30 gap=2]]';

describe('a token limit', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });

  it.each<[Dialect, boolean]>([
    ['anthropic', true],
    ['anthropic', false],
    ['ollama', true],
  ])(
    'admits at most 10 of 50 parallel calls with room for 10 (%s, stream: %p)',
    async (dialect, stream) => {
      const player = await bench.user({ tokenLimit: ROOM_FOR * COST });
      let isRunning = true;
      const watching = (async () => {
        let most = 0;
        await until(
          async () => {
            const limit = await bench.limit(player);
            most = Math.max(most, (limit?.used ?? 0) + (limit?.held ?? 0));
            return !isRunning;
          },
          { deadlineMs: 30_000 },
        );
        return most;
      })();
      const answers = await Promise.all(
        Array.from({ length: PARALLEL }, () =>
          call(bench.url, player, MARKER, { dialect, stream, max: 30 }),
        ),
      );
      isRunning = false;
      const won = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status === 429);
      expect(won.length + refused.length).toBe(PARALLEL);
      expect(won.length).toBeGreaterThan(0);
      expect(won.length).toBeLessThanOrEqual(ROOM_FOR);
      expect(await watching).toBeLessThanOrEqual(ROOM_FOR * COST);
      for (const answer of won) if (stream) expect(tokensIn(answer.body)).toBeLessThanOrEqual(30);
      await bench.settled(player, won.length);
      const limit = await bench.limit(player);
      expect(limit?.used).toBeLessThanOrEqual(ROOM_FOR * COST);
      expect(limit).toMatchObject({ used: won.length * COST, held: 0 });
      const charged = (await bench.records(player)).filter((record) => record.total_tokens > 0);
      expect(charged).toHaveLength(won.length);
      for (const { body } of refused) {
        expect(body.toString()).toContain(String(ROOM_FOR * COST));
      }
      expect((await bench.audit()).ok).toBe(true);
    },
  );

  describe('that is used up', () => {
    it.each<Dialect>(['anthropic', 'ollama'])(
      'answers 429 with the numbers in the shape of %s',
      async (dialect) => {
        const player = await bench.user({ tokenLimit: 60 });
        await call(bench.url, player, '[[in=20 n=40]]', { dialect, max: 40 });
        await bench.settled(player, 1);
        const before = bench.upstream.calls.length;
        const answer = await call(bench.url, player, 'more, please', { dialect });
        expect(answer.status).toBe(429);
        expect(bench.upstream.calls).toHaveLength(before);
        const body = JSON.parse(answer.body.toString());
        const message: string = dialect === 'anthropic' ? body.error.message : body.error;
        if (dialect === 'anthropic') expect(body.error.type).toBe('rate_limit_error');
        // used, limit, the request to name to an admin
        expect(message).toMatch(/60/u);
        expect(message).toMatch(/limit/iu);
        expect(message).toContain(String(answer.head.headers['x-request-id']));
        expect(answer.head.headers['x-should-retry']).toBe('false');
        expect(await bench.limit(player)).toMatchObject({ used: 60, held: 0 });
      },
    );

    it('opens again at once when an admin raises it', async () => {
      const player = await bench.user({ tokenLimit: 50 });
      await call(bench.url, player, '[[in=20 n=30]]', { max: 30 });
      await bench.settled(player, 1);
      expect((await call(bench.url, player, '[[n=1]]')).status).toBe(429);
      await given(`${bench.url}/admin/api/users/${player.id}`, {
        method: 'PUT',
        token: bench.adminToken,
        body: { token_limit: 5000 },
      });
      expect((await call(bench.url, player, '[[n=1]]')).status).toBe(200);
    });

    it('refuses everything at a limit of nothing', async () => {
      const player = await bench.user({ tokenLimit: 0 });
      expect((await call(bench.url, player, '[[n=1]]')).status).toBe(429);
      expect(await bench.records(player)).toEqual([]);
    });
  });

  it("of an API key holds for that key and not for the user's other keys", async () => {
    const player = await bench.user({ key: { token_limit: 60 } });
    const other: { secret: string } = await given(`${bench.url}/api/keys`, {
      token: player.token,
      body: { name: 'without a limit' },
    });
    expect((await call(bench.url, player, '[[in=20 n=40]]', { max: 40 })).status).toBe(200);
    await bench.settled(player, 1);
    expect((await call(bench.url, player, '[[n=1]]')).status).toBe(429);
    expect((await call(bench.url, { key: other.secret }, '[[n=1]]')).status).toBe(200);
  });

  it('is told beforehand, with what is used and held', async () => {
    const player = await bench.user({ tokenLimit: 1000 });
    await call(bench.url, player, '[[in=20 n=30]]');
    await bench.settled(player, 1);
    const answer = await json(`${bench.url}/api/inference/limits`, { token: player.key });
    expect(answer.status).toBe(200);
    expect(await bench.limit(player)).toMatchObject({
      unit: 'tokens',
      window: 'total',
      limit: 1000,
      used: 50,
      held: 0,
    });
  });
});
