import { startBench, type Bench, type Player } from '../support/bench';
import { given } from '../support/client';
import { SteadyCallers, type Errand } from '../support/steady-callers';
import { until } from '../support/until';

/** Short here; `npm run torture` sets more. */
const KILLS = Number(process.env.TORTURE_KILLS ?? 5);
const STREAMS = 64;
const PLAYERS = 8;
/** A seed makes the moments of the kills repeatable as far as the machine allows. */
const SEED = Number(process.env.TORTURE_SEED ?? 20_261_121);

jest.setTimeout(60_000 + KILLS * 20_000);

describe(`a server that is killed ${KILLS} times under ${STREAMS} streams`, () => {
  let bench: Bench;
  let players: Player[];
  let callers: SteadyCallers;
  /** Records by the id of their errand. */
  const accounted = new Map<string, { tokens: number; statuses: string[] }>();

  beforeAll(async () => {
    bench = await startBench();
    players = await Promise.all(
      Array.from({ length: PLAYERS }, () => bench.user({ tokenLimit: 1_000_000_000 })),
    );
    callers = new SteadyCallers(
      () => bench.url,
      (id) => `[[n=100 gap=10 tag=${id}]]`,
    );
    for (let index = 0; index < STREAMS; index += 1) {
      callers.start(players[index % PLAYERS] as Player);
    }
    const random = randomNumbers(SEED);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await until(() => callers.live >= STREAMS / 2, { what: 'live streams', deadlineMs: 20_000 });
      await pause(random() * 800);
      bench.server.kill('SIGKILL');
      if (kill % 4 === 3) await killWhileStarting(random() * 1500);
      await bench.server.restart();
    }
    await callers.stop();
    await collect();
  });

  /** It may be reading what the one before it left. */
  async function killWhileStarting(afterMs: number): Promise<void> {
    const starting = bench.server.restart().catch(() => undefined);
    await pause(afterMs);
    bench.server.kill('SIGKILL');
    await starting;
  }

  async function collect(): Promise<void> {
    for (const player of players) {
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page = await given(`${bench.url}/api/inference/usage?limit=100${query}`, {
          token: player.key,
        });
        for (const { model, completion_tokens: tokens, status } of page.usage_history) {
          const id = String(model).replace('claude-', '');
          const sum = accounted.get(id) ?? { tokens: 0, statuses: [] };
          sum.tokens += tokens;
          sum.statuses.push(status);
          accounted.set(id, sum);
        }
        cursor = page.next_cursor;
      }
    }
  }

  const emitted = ({ id }: Errand) =>
    bench.upstream.tagged(id).reduce((sum, call) => sum + call.tokens, 0);

  it('was under load when it died, and its clients met that', () => {
    const interrupted = callers.errands.filter(
      ({ id }) => bench.upstream.tagged(id)[0]?.abandonedAtMs,
    );
    expect(interrupted.length).toBeGreaterThan((KILLS * STREAMS) / 4);
    const statuses = [...accounted.values()].flatMap((sum) => sum.statuses);
    expect(statuses.filter((status) => status === 'crashed').length).toBeGreaterThan(KILLS * 5);
    expect(callers.errands.every(({ isDone, isLost }) => isDone || isLost)).toBe(true);
  });

  it('booked at least what each client received and at most what the upstream sent', () => {
    const wrong = callers.errands
      .map((errand) => ({
        id: errand.id,
        received: errand.received.reduce((sum, tokens) => sum + tokens, 0),
        accounted: accounted.get(errand.id)?.tokens ?? 0,
        emitted: emitted(errand),
        statuses: accounted.get(errand.id)?.statuses,
      }))
      .filter((sums) => sums.received > sums.accounted || sums.accounted > sums.emitted);
    expect(wrong).toEqual([]);
  });

  it('charged no idempotency key twice', () => {
    const charged = [...accounted].filter(
      ([, { statuses }]) =>
        statuses.filter((status) =>
          ['ok', 'crashed', 'aborted', 'truncated', 'cut'].includes(status),
        ).length > 1,
    );
    expect(charged).toEqual([]);
  });

  it('has no open hold, and an audit without violations', async () => {
    for (const player of players) {
      const limit = await until(
        async () => {
          const state = await bench.limit(player);
          return state?.held === 0 && state;
        },
        { what: 'every hold to be released' },
      );
      const total = (await allTokens(player)).total_tokens;
      expect(limit.used).toBe(total);
    }
    const audit = await bench.audit();
    expect(audit.checks.filter(({ violations }) => violations > 0)).toEqual([]);
    expect(audit.ok).toBe(true);
  });

  const allTokens = (player: Player) =>
    given(`${bench.url}/api/inference/usage?limit=1`, { token: player.key });
});

function pause(ms: number): Promise<void> {
  return new Promise((next) => setTimeout(next, ms));
}

/** Mulberry32: small, and the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
