import { readFileSync } from 'node:fs';
import { startBench, type Bench, type Player } from '../support/bench';
import { openCall, tokensIn } from '../support/calls';
import type { RawConnection } from '../support/raw-http';
import { until } from '../support/until';

jest.setTimeout(120_000);

const STREAMS = 1000;
const PLAYERS = 25;
const STALLED = 40;
/** Each ordinary stream takes n × gap. */
const MARKER = '[[n=8 gap=500]]';
const IDEAL_MS = 4000;
/** 40 MB each: far more than sockets hold, so that the rest must be somewhere. */
const STALLED_MARKER = '[[n=4000 pad=10000]]';
/** What the machine may add when it is busy; a stream held up by a stalled one would never come at all. */
const SLACK_MS = 15_000;
/** For 1,000 streams and 40 stalled ones together; one stalled stream unbounded would be 40 MB. */
const GROWTH_BYTES_MAX = 200 * 1024 * 1024;

describe(`${STREAMS} slow streams beside ${STALLED} readers that stall`, () => {
  let bench: Bench;
  let players: Player[];
  let stalled: RawConnection[];
  const durationsMs: number[] = [];
  let tokens = 0;
  let grownBytes = 0;

  beforeAll(async () => {
    bench = await startBench({ USER_CALLS_AT_ONCE_MAX: '1000', KEY_CALLS_AT_ONCE_MAX: '1000' });
    players = await Promise.all(
      Array.from({ length: PLAYERS }, () => bench.user({ tokenLimit: 10_000_000 })),
    );
    const before = residentBytes();
    stalled = await Promise.all(
      Array.from({ length: STALLED }, async (_, index) => {
        const client = await openCall(bench.url, playerFor(index), STALLED_MARKER, { max: 8000 });
        client.socket.pause();
        return client;
      }),
    );
    await until(() => bench.upstream.calls.filter(({ tokens }) => tokens > 0).length === STALLED, {
      what: 'every stalled stream to have begun',
      deadlineMs: 30_000,
    });
    const watching = setInterval(() => {
      grownBytes = Math.max(grownBytes, residentBytes() - before);
    }, 100);
    await Promise.all(Array.from({ length: STREAMS }, (_, index) => stream(index)));
    clearInterval(watching);
  });

  const playerFor = (index: number) => players[index % PLAYERS] as Player;
  const residentBytes = () =>
    Number(
      /VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${bench.server.pid}/status`, 'utf8'))?.[1],
    ) * 1024;

  async function stream(index: number): Promise<void> {
    const client = await openCall(bench.url, playerFor(index), MARKER, { max: 100 });
    const startedAtMs = performance.now();
    await client.read((bytes) => bytes.subarray(-7).includes('0\r\n\r\n'), 60_000);
    durationsMs.push(performance.now() - startedAtMs);
    tokens += tokensIn(client.bytes());
    client.leave();
  }

  it('every ordinary stream came through whole, and none was held up', () => {
    expect(tokens).toBe(STREAMS * 8);
    expect(Math.max(...durationsMs)).toBeLessThan(IDEAL_MS + SLACK_MS);
  });

  it('memory stayed within its bounds', () => {
    expect(grownBytes).toBeGreaterThan(0);
    expect(grownBytes).toBeLessThan(GROWTH_BYTES_MAX);
  });

  it('every stream is on the books, also the stalled ones when they leave', async () => {
    for (const client of stalled) client.leave();
    await until(
      async () => {
        const limits = await Promise.all(players.map((player) => bench.limit(player)));
        return limits.every((limit) => limit?.held === 0);
      },
      { what: 'nothing held', deadlineMs: 15_000, everyMs: 100 },
    );
    const records = (await Promise.all(players.map((player) => bench.records(player)))).flat();
    const of = (status: string) => records.filter((record) => record.status === status);
    expect(records).toHaveLength(STREAMS + STALLED);
    expect(of('ok')).toHaveLength(STREAMS);
    expect(of('aborted')).toHaveLength(STALLED);
    expect((await bench.audit()).ok).toBe(true);
  });
});
