import { startBench, type Bench, type Player, type UsageRecord } from '../support/bench';
import { call, openCall, tokensIn, type Dialect } from '../support/calls';
import { given } from '../support/client';
import type { UpstreamCall } from '../support/fake-upstream';
import type { RawConnection } from '../support/raw-http';
import { until } from '../support/until';

jest.setTimeout(60_000);

const LIMIT = 100_000;
const SILENCE_MS = 400;
/** What an upstream that reports its input says by default. */
const INPUT = 11;

/** Every way a call can end, and what it leaves: one record, the charge of the settlement matrix, nothing held. */
describe('a call that ends', () => {
  let bench: Bench;
  let player: Player;
  beforeAll(async () => {
    bench = await startBench({
      UPSTREAM_FIRST_BYTE_TIMEOUT_MS: String(SILENCE_MS),
      UPSTREAM_IDLE_TIMEOUT_MS: String(SILENCE_MS),
      UPSTREAM_CONNECT_TIMEOUT_MS: String(SILENCE_MS),
    });
  });
  beforeEach(async () => {
    player = await bench.user({ tokenLimit: LIMIT });
  });
  afterAll(async () => {
    const audit = await bench.audit();
    expect(audit.checks.filter(({ violations }) => violations > 0)).toEqual([]);
    expect(audit.ok).toBe(true);
  });

  /** The one record, having checked that it is the only one and that the limit agrees with it. */
  async function onlyRecord(): Promise<UsageRecord> {
    const records = await bench.settled(player, 1);
    expect(records).toHaveLength(1);
    const record = records[0] as UsageRecord;
    expect(record.total_tokens).toBe(record.prompt_tokens + record.completion_tokens);
    expect(await bench.limit(player)).toMatchObject({
      limit: LIMIT,
      used: record.total_tokens,
      held: 0,
    });
    return record;
  }

  const dialects: Dialect[] = ['anthropic', 'ollama'];

  describe.each(dialects)('on %s', (dialect) => {
    it.each([true, false])(
      'complete (stream: %p): costs what the provider says',
      async (stream) => {
        await call(bench.url, player, '[[n=5 in=70]]', { dialect, stream });
        expect(await onlyRecord()).toMatchObject({
          status: 'ok',
          prompt_tokens: 70,
          completion_tokens: 5,
          exact: true,
        });
      },
    );

    it.each([true, false])(
      'complete without usage (stream: %p): costs what we count, and says so',
      async (stream) => {
        await call(bench.url, player, '[[n=5 fault=no-usage]]', { dialect, stream });
        const record = await onlyRecord();
        expect(record).toMatchObject({ status: 'ok', exact: false });
        // A stream is counted by its events, an answer in one piece by its length.
        if (stream) expect(record.completion_tokens).toBe(5);
        else expect(record.completion_tokens).toBeGreaterThan(0);
        expect(record.completion_tokens).toBeLessThan(12);
        expect(record.prompt_tokens).toBeGreaterThan(0);
        expect(record.prompt_tokens).toBeLessThan(100);
      },
    );

    it.each(['huge', 'negative', 'float', 'string', 'null'])(
      'complete with absurd usage (%s): costs what we count, and says so',
      async (absurd) => {
        await call(bench.url, player, `[[n=5 fault=absurd-usage absurd=${absurd}]]`, { dialect });
        const record = await onlyRecord();
        expect(record).toMatchObject({ status: 'ok', completion_tokens: 5, exact: false });
        expect(record.prompt_tokens).toBeLessThan(100);
      },
    );

    it('the client leaves before the first token: costs nothing, and the upstream is left', async () => {
      const client = await openCall(bench.url, player, `[[ttft=20000 tag=early-${dialect}]]`, {
        dialect,
      });
      const upstream = await bench.upstream.call(`early-${dialect}`);
      client.leave();
      const leftAtMs = performance.now();
      await until(() => upstream.abandonedAtMs !== undefined, { what: 'the upstream to be left' });
      expect((upstream.abandonedAtMs as number) - leftAtMs).toBeLessThan(1000);
      expect(await onlyRecord()).toMatchObject({ status: 'aborted', total_tokens: 0 });
    });

    it('the client leaves after some tokens: costs what came until then', async () => {
      const tag = `late-${dialect}`;
      const client = await openCall(bench.url, player, `[[n=2000 gap=5 tag=${tag}]]`, { dialect });
      await client.read((bytes) => tokensIn(bytes) >= 5);
      client.leave();
      const leftAtMs = performance.now();
      const received = tokensIn(client.bytes());
      const upstream = await bench.upstream.call(tag);
      await until(() => upstream.abandonedAtMs !== undefined, { what: 'the upstream to be left' });
      expect((upstream.abandonedAtMs as number) - leftAtMs).toBeLessThan(1000);
      const record = await onlyRecord();
      expect(record).toMatchObject({ status: 'aborted', exact: false });
      expect(record.completion_tokens).toBeGreaterThanOrEqual(received);
      expect(record.completion_tokens).toBeLessThanOrEqual(upstream.tokens);
      expect(record.prompt_tokens).toBeGreaterThan(0);
    });

    it('the client is gone before its call is admitted: nothing is left running or held', async () => {
      const calls = 20;
      for (let index = 0; index < calls; index += 1) {
        const client = await openCall(bench.url, player, '[[n=2000 gap=5]]', { dialect });
        if (index % 2 === 0) await new Promise(setImmediate);
        client.leave();
      }
      const lastMs = performance.now();
      await until(() => bench.upstream.calls.every(isThrough), {
        what: 'every upstream call to be left',
      });
      expect(performance.now() - lastMs).toBeLessThan(1500);
      await until(async () => (await bench.limit(player))?.held === 0, { what: 'nothing held' });
      for (const record of await bench.records(player)) expect(record.status).toBe('aborted');
    });

    it.each([
      [302, 'refused'],
      [400, 'refused'],
      [404, 'refused'],
      [429, 'refused'],
      [503, 'refused'],
      [529, 'refused'],
      [500, 'unknown'],
      [502, 'unknown'],
    ])('the upstream answers %d: costs nothing', async (status, outcome) => {
      const answer = await call(bench.url, player, `[[status=${status}]]`, { dialect });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expectDialectError(answer.body, dialect);
      expect(await onlyRecord()).toMatchObject({ status: outcome, total_tokens: 0 });
    });

    it.each([
      ['break', 'how=rst'],
      ['break', 'how=fin'],
      ['hang', ''],
      ['tls', ''],
      ['garbage', ''],
      ['huge-headers', ''],
    ])('the upstream fails before its answer (%s %s): costs nothing', async (fault, how) => {
      for (const stream of [true, false]) {
        const answer = await call(bench.url, player, `[[fault=${fault} ${how}]]`, {
          dialect,
          stream,
        });
        expect([502, 503, 504, 529]).toContain(answer.status);
        expectDialectError(answer.body, dialect);
      }
      const records = await bench.settled(player, 2);
      expect(records).toHaveLength(2);
      for (const record of records) {
        expect(record).toMatchObject({ status: 'unknown', total_tokens: 0 });
      }
    });

    it('the upstream falls silent after its head: costs nothing', async () => {
      const answer = await call(bench.url, player, '[[fault=headers-hang]]', { dialect });
      expect([502, 504]).toContain(answer.status);
      expectDialectError(answer.body, dialect);
      const record = await onlyRecord();
      expect(['unknown', 'truncated']).toContain(record.status);
      expect(record.total_tokens).toBe(0);
    });

    it.each([
      ['cut', 'how=rst'],
      ['cut', 'how=fin'],
      ['stall', ''],
      ['truncated', ''],
      ['error', ''],
    ])(
      'the upstream dies in the middle (%s %s): costs what came until then',
      async (fault, how) => {
        const tag = `mid-${fault}-${how.slice(4)}-${dialect}`;
        const answer = await call(
          bench.url,
          player,
          `[[n=9 at=4 gap=5 fault=${fault} ${how} tag=${tag}]]`,
          { dialect },
        );
        expect(tokensIn(answer.body)).toBe(4);
        expectStreamError(answer.body, dialect);
        expect(bench.upstream.tagged(tag)).toHaveLength(1);
        const record = await onlyRecord();
        expect(record).toMatchObject({ status: 'truncated', completion_tokens: 4, exact: false });
        expect(record.prompt_tokens).toBeGreaterThan(0);
      },
    );

    it('the upstream ends without its last event: counts as dying in the middle', async () => {
      const answer = await call(bench.url, player, '[[n=4 fault=no-end]]', { dialect });
      expectStreamError(answer.body, dialect);
      expect(await onlyRecord()).toMatchObject({ status: 'truncated', completion_tokens: 4 });
    });

    it('an answer in one piece is whole though its length was a lie: is handed over as it is', async () => {
      const answer = await call(bench.url, player, '[[n=4 fault=short-body]]', {
        dialect,
        stream: false,
      });
      expect(answer).toMatchObject({ status: 200, isComplete: true });
      expect(tokensIn(answer.body)).toBe(1);
      expect(await onlyRecord()).toMatchObject({ status: 'ok', completion_tokens: 4 });
    });

    it.each(['cut', 'stall', 'long-body'])(
      'an answer in one piece breaks off (%s): an error, and no more than its worth',
      async (fault) => {
        const answer = await call(bench.url, player, `[[n=4 fault=${fault}]]`, {
          dialect,
          stream: false,
        });
        expect([502, 504]).toContain(answer.status);
        expectDialectError(answer.body, dialect);
        const record = await onlyRecord();
        expect(['truncated', 'unknown']).toContain(record.status);
        expect(record.completion_tokens).toBeLessThanOrEqual(4);
      },
    );

    it('nothing listens upstream: costs nothing', async () => {
      await bench.upstream.refuse();
      try {
        const answer = await call(bench.url, player, 'anyone?', { dialect });
        expect([502, 503]).toContain(answer.status);
        expectDialectError(answer.body, dialect);
      } finally {
        await bench.upstream.listen();
      }
      expect(await onlyRecord()).toMatchObject({ status: 'refused', total_tokens: 0 });
    });

    it.each(['stale', 'close-after'])(
      'a kept connection that went dead (%s) is replaced without anyone noticing',
      async (fault) => {
        for (let turn = 0; turn < 6; turn += 1) {
          const answer = await call(bench.url, player, `[[n=2 fault=${fault}]]`, { dialect });
          expect(answer.status).toBe(200);
          expect(tokensIn(answer.body)).toBe(2);
        }
        const records = await bench.settled(player, 6);
        expect(records).toHaveLength(6);
        expect(new Set(records.map(({ status }) => status))).toEqual(new Set(['ok']));
      },
    );

    it('the limit is reached in the middle: ends properly, at the last token there was room for', async () => {
      const tight = await bench.user({ tokenLimit: 120 });
      const tag = `tight-${dialect}`;
      const answer = await call(bench.url, tight, `[[n=3000 gap=1 tag=${tag}]]`, {
        dialect,
        max: 3000,
      });
      expect(answer.status).toBe(200);
      expect(answer.isComplete).toBe(true);
      expect(answer.body.toString()).toMatch(
        dialect === 'anthropic' ? /"stop_reason":"max_tokens"/u : /"done_reason":"length"/u,
      );
      const [record] = await bench.settled(tight, 1);
      expect(record?.status).toBe('cut');
      expect(record?.total_tokens).toBeLessThanOrEqual(120);
      expect(record?.completion_tokens).toBeGreaterThanOrEqual(tokensIn(answer.body));
      expect(tokensIn(answer.body)).toBeGreaterThan(20);
      expect(await bench.limit(tight)).toMatchObject({ used: record?.total_tokens, held: 0 });
      const upstream = await bench.upstream.call(tag);
      await until(() => upstream.abandonedAtMs !== undefined, { what: 'the upstream to be left' });
    });

    it('the provider counts more input than there is room for: ends properly, within the limit', async () => {
      const tight = await bench.user({ tokenLimit: 200 });
      const answer = await call(bench.url, tight, '[[in=5000 n=40 gap=1]]', { dialect, max: 100 });
      expect(answer).toMatchObject({ status: 200, isComplete: true });
      await bench.settled(tight, 1);
      const { used = 0 } = (await bench.limit(tight)) ?? {};
      expect(used).toBeGreaterThan(0);
      expect(used).toBeLessThanOrEqual(200);
    });

    it('the provider counts a little more input than we did: is not disturbed', async () => {
      const tight = await bench.user({ tokenLimit: 200 });
      await call(bench.url, tight, '[[in=60 n=40]]', { dialect, max: 1000 });
      const [record] = await bench.settled(tight, 1);
      expect(record).toMatchObject({ status: 'ok', total_tokens: 100, exact: true });
    });

    it('the user is deactivated in the middle: ends within a second, costs what came', async () => {
      const client = await openCall(bench.url, player, '[[n=5000 gap=5]]', { dialect });
      await client.read((bytes) => tokensIn(bytes) >= 3);
      await given(`${bench.url}/admin/api/users/${player.id}`, {
        method: 'PUT',
        token: bench.adminToken,
        body: { is_active: false },
      });
      const deactivatedAtMs = performance.now();
      await client.answer();
      expect(performance.now() - deactivatedAtMs).toBeLessThan(1000);
      const record = await until(async () => (await recordsForAdmin(bench, player))[0]);
      expect(record.status).toBe('cut');
      expect(record.completion_tokens).toBeGreaterThanOrEqual(tokensIn(client.bytes()));
    });
  });
});

describe('a server that is told to stop', () => {
  let bench: Bench;
  let player: Player;
  beforeEach(async () => {
    bench = await startBench({ SHUTDOWN_GRACE_MS: '600' });
    player = await bench.user({ tokenLimit: LIMIT });
  });

  const stopDuring = async (marker: string): Promise<RawConnection> => {
    const client = await openCall(bench.url, player, marker);
    await client.read((bytes) => tokensIn(bytes) >= 3);
    expect(await bench.server.stop()).toBe(0);
    await bench.server.restart();
    return client;
  };

  it('lets a short stream finish first', async () => {
    const client = await stopDuring('[[n=20 gap=10]]');
    expect((await client.answer()).isComplete).toBe(true);
    expect(tokensIn(client.bytes())).toBe(20);
    expect(await bench.settled(player, 1)).toMatchObject([
      { status: 'ok', prompt_tokens: INPUT, completion_tokens: 20, exact: true },
    ]);
  });

  it('ends a long one after the grace time and books what came', async () => {
    const client = await stopDuring('[[n=5000 gap=5]]');
    const received = tokensIn(client.bytes());
    const records = await bench.settled(player, 1);
    expect(records).toHaveLength(1);
    expect(records[0]?.status).toBe('cut');
    expect(records[0]?.completion_tokens).toBeGreaterThanOrEqual(received);
    expect((await bench.audit()).ok).toBe(true);
  });
});

const isThrough = (upstream: UpstreamCall) =>
  upstream.isOver || upstream.abandonedAtMs !== undefined;

async function recordsForAdmin(bench: Bench, player: Player): Promise<UsageRecord[]> {
  const page = await given(`${bench.url}/admin/api/usage/${player.id}`, {
    token: bench.adminToken,
  });
  return page.usage_history;
}

function expectDialectError(body: Buffer, dialect: Dialect): void {
  const error = JSON.parse(body.toString());
  if (dialect === 'ollama') expect(error).toEqual({ error: expect.stringMatching(/\S/u) });
  else {
    expect(error).toMatchObject({
      type: 'error',
      error: { type: expect.stringMatching(/_error$/u), message: expect.stringMatching(/\S/u) },
    });
  }
}

function expectStreamError(body: Buffer, dialect: Dialect): void {
  expect(body.toString()).toMatch(
    dialect === 'ollama' ? /\{"error":"[^"]+"\}\n$/u : /event: ?error\r?\ndata: ?\{"type":"error"/u,
  );
}
