import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hold, ReserveResult } from '../../src/ledger/ledger.types';
import { until } from '../support/until';
import {
  aClaim,
  aRequest,
  brokenChecks,
  finished,
  newDataDir,
  openLedger,
  PRICED,
  reserved,
  tokens,
  type OpenLedger,
} from './open-ledger';

const unavailable = { code: 'ledger_storage_unavailable', status: 503 };

/** The database may grow no more: SQLite then fails as on a full disk. */
async function fillUp(open: OpenLedger): Promise<void> {
  const [count]: [{ page_count: number }] = await open.database.read.query('PRAGMA page_count');
  await open.database.turn((turn) => turn.all(`PRAGMA max_page_count=${count.page_count}`, []));
}

const makeRoom = (open: OpenLedger) =>
  open.database.turn((turn) => turn.all('PRAGMA max_page_count=1073741823', []));

/** Reserves until the disk is full; the holds that were acknowledged. */
async function reserveUntilFull(open: OpenLedger, userId = 'filler'): Promise<Hold[]> {
  const holds: Hold[] = [];
  for (;;) {
    const results = await Promise.allSettled(
      Array.from({ length: 32 }, () => open.ledger.reserve(aRequest({ userId, price: PRICED }))),
    );
    for (const result of results) {
      if (result.status === 'fulfilled')
        holds.push((result.value as ReserveResult & { hold: Hold }).hold);
      else expect(result.reason).toMatchObject(unavailable);
    }
    if (results.some((result) => result.status === 'rejected')) return holds;
  }
}

const openCalls = async (open: OpenLedger) =>
  (
    await open.database.read.query("SELECT id FROM intents WHERE state = 'reserved' ORDER BY id")
  ).map((row: { id: string }) => row.id);

describe('when the disk refuses', () => {
  test('new calls are refused clearly, running ones settle when there is room, service resumes', async () => {
    const open = await openLedger();
    const claim = aClaim({ cap: 1_000_000 });
    const running = await reserved(open, aRequest({ limits: [claim], price: PRICED }));
    await fillUp(open);
    const holds = await reserveUntilFull(open);
    await expect(open.ledger.reserve(aRequest())).rejects.toMatchObject(unavailable);
    expect(await open.ledger.extend(running, 10)).toBe(false);
    const endings = [running, ...holds].map((hold) => finished(open, hold));
    await makeRoom(open);
    expect(new Set((await Promise.all(endings)).map((ending) => ending.chargedTokens))).toEqual(
      new Set([150]),
    );
    await until(async () => {
      const result = await open.ledger.reserve(aRequest()).catch(() => null);
      return result?.kind === 'reserved' ? finished(open, result.hold) : undefined;
    });
    expect(await openCalls(open)).toEqual([]);
    expect(await brokenChecks(open)).toEqual([]);
    await open.close();
  });

  test('what was acknowledged is stored, and nothing else, also when it dies of it', async () => {
    const dataDir = newDataDir();
    let open = await openLedger(dataDir);
    await fillUp(open);
    const acknowledged = (await reserveUntilFull(open)).map((hold) => hold.intentId);
    expect(await openCalls(open)).toEqual(acknowledged.sort());
    await open.crash();
    open = await openLedger(dataDir);
    expect((await open.usageRows.list({}, 500)).map((row) => row.requestId).sort()).toEqual(
      acknowledged,
    );
    expect(await open.database.read.query('PRAGMA integrity_check')).toEqual([
      { integrity_check: 'ok' },
    ]);
    expect(await brokenChecks(open)).toEqual([]);
    await open.close();
  });
});

describe('when it is not sure whether a commit was stored', () => {
  /** The next turns fail as after a failing fsync: `when` says whether the rows got there. */
  function failNext(open: OpenLedger, turns: number, when: 'before' | 'after'): void {
    const turn = open.database.turn.bind(open.database);
    let left = turns;
    open.database.turn = async (work) => {
      left -= 1;
      if (left < 0) return turn(work);
      if (when === 'after') await turn(work);
      throw Object.assign(new Error('SQLITE_IOERR: disk I/O error'), { code: 'SQLITE_IOERR' });
    };
  }

  test.each(['before', 'after'] as const)(
    'an ending is booked once: failed %s the commit',
    async (when) => {
      const open = await openLedger();
      const claim = aClaim();
      const hold = await reserved(open, aRequest({ limits: [claim], price: PRICED }));
      failNext(open, 2, when);
      expect(await finished(open, hold, { usage: tokens(100, 20) })).toEqual({
        chargedTokens: 120,
        chargedMicroCredits: 600,
      });
      expect(await open.usageRows.list({}, 10)).toHaveLength(1);
      expect(await open.ledger.limitStates([claim])).toMatchObject([{ used: 120, held: 0 }]);
      expect(await brokenChecks(open)).toEqual([]);
      await open.close();
    },
  );

  test.each(['before', 'after'] as const)(
    'a refused reservation holds nothing in the end: failed %s the commit',
    async (when) => {
      const open = await openLedger();
      const claim = aClaim();
      const request = aRequest({ limits: [claim], idempotency: { key: 'k', fingerprint: 'f' } });
      failNext(open, 1, when);
      await expect(open.ledger.reserve(request)).rejects.toMatchObject(unavailable);
      const again = {
        ...request,
        subject: { ...request.subject, requestId: aRequest().subject.requestId },
      };
      const hold = await until(async () => {
        const result = await open.ledger.reserve(again).catch(() => null);
        return result?.kind === 'reserved' ? result.hold : undefined;
      });
      await finished(open, hold);
      expect(await open.ledger.limitStates([claim])).toMatchObject([{ used: 150, held: 0 }]);
      expect(await openCalls(open)).toEqual([]);
      expect(await brokenChecks(open)).toEqual([]);
      await open.close();
    },
  );
});

/** A file system of 48 MiB of our own; null where we may not mount one. */
function mountSmall(): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'coinop-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', dir], { stdio: 'pipe' });
    return dir;
  } catch {
    process.stdout.write('no right to mount a tmpfs here: the full disk is only simulated\n');
    return null;
  }
}

const small = mountSmall();
(small === null ? describe.skip : describe)('on a disk that is really full', () => {
  afterAll(() => execFileSync('umount', ['-l', small!]));

  test('running calls settle in the room of the ballast, new ones wait for space', async () => {
    const dataDir = join(small!, 'data');
    const open = await openLedger(dataDir, {});
    await open.ledger.prepareStorage();
    expect(statSync(join(dataDir, 'ballast.bin')).size).toBe(32 * 1024 * 1024);
    const running = await Promise.all(
      Array.from({ length: 64 }, () => reserved(open, aRequest({ price: PRICED }))),
    );
    fillDisk(join(small!, 'filler'));
    const more = await reserveUntilFull(open);
    expect(existsSync(join(dataDir, 'ballast.bin'))).toBe(false);
    for (const hold of running) {
      open.ledger.markSent(hold, 'demo');
      open.ledger.progress(hold, 100, 20);
    }
    const settled = await Promise.all([...running, ...more].map((hold) => finished(open, hold)));
    expect(settled.every((ending) => ending.chargedTokens === 150)).toBe(true);
    await expect(open.ledger.reserve(aRequest())).rejects.toMatchObject(unavailable);
    execFileSync('rm', ['-f', join(small!, 'filler')]);
    await until(async () => {
      const result = await open.ledger.reserve(aRequest()).catch(() => null);
      return result?.kind === 'reserved' ? finished(open, result.hold) : undefined;
    });
    expect(readdirSync(dataDir)).toContain('ballast.bin');
    expect(await openCalls(open)).toEqual([]);
    expect(await open.database.read.query('PRAGMA integrity_check')).toEqual([
      { integrity_check: 'ok' },
    ]);
    expect(await brokenChecks(open)).toEqual([]);
    await open.close();
  }, 60_000);
});

/** Takes every byte that is left. */
function fillDisk(path: string): void {
  for (const size of [1024 * 1024, 4096]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }
}
