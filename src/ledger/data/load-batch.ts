import { jsonRows, type Dialect, type WriteTurn } from '../../common/database/write-script';
import type { WindowKind } from '../ledger.types';
import type { Operation } from '../logic/decide-batch';
import { idempotencyKey, windowKey } from '../logic/ledger-state';
import { walletId } from '../logic/open-hold';
import { isFree } from '../logic/price-tokens';
import type { LedgerStateCache } from './ledger-state-cache';

interface WindowRow {
  scope: string;
  unit: 'tokens';
  window_kind: WindowKind;
  window_start: string;
  cap: number | string;
  used: number | string;
  held: number | string;
}

interface WalletRow {
  id: string;
  owner_id: string;
  credits_posted: number | string;
  debits_posted: number | string;
  debits_pending: number | string;
  floor: number | string | null;
}

interface KeyedCallRow {
  id: string;
  user_id: string;
  idempotency_key: string;
  fingerprint: string;
  state: string;
  status: number | null;
  headers: string | null;
  body: Buffer | null;
}

type Wanted = readonly (string | number)[];
type NewWindow = readonly [string, 'tokens', WindowKind, string, number];

const WINDOW = { scope: 'text', unit: 'text', window_kind: 'text', window_start: 'text' } as const;
const WALLET = { id: 'text', owner_id: 'text' } as const;
const KEY = { user_id: 'text', idempotency_key: 'text' } as const;

function sqlOf(dialect: Dialect) {
  // On PostgreSQL other processes write too: rows are locked, always in the order of their keys.
  const lock = (alias: string, order: string) =>
    dialect === 'postgres' ? `ORDER BY ${order} FOR UPDATE OF ${alias}` : '';
  return {
    ensureWindows: `INSERT INTO limit_windows (scope, unit, window_kind, window_start, cap)
      SELECT scope, unit, window_kind, window_start, cap FROM ${jsonRows(dialect, '$1', { ...WINDOW, cap: 'integer' })} r
      WHERE true ON CONFLICT DO NOTHING`,
    windows: `SELECT w.* FROM ${jsonRows(dialect, '$1', WINDOW)} r JOIN limit_windows w
      ON w.scope = r.scope AND w.unit = r.unit AND w.window_kind = r.window_kind AND w.window_start = r.window_start
      ${lock('w', 'w.scope, w.unit, w.window_kind, w.window_start')}`,
    ensureWallets: `INSERT INTO accounts (id, owner_id, kind)
      SELECT id, owner_id, 'wallet' FROM ${jsonRows(dialect, '$1', WALLET)} r WHERE true ON CONFLICT DO NOTHING`,
    wallets: `SELECT a.* FROM ${jsonRows(dialect, '$1', WALLET)} r JOIN accounts a ON a.id = r.id ${lock('a', 'a.id')}`,
    keyedCalls: `SELECT i.id, i.user_id, i.idempotency_key, i.fingerprint, i.state, o.status, o.headers, o.body
      FROM ${jsonRows(dialect, '$1', KEY)} r
      JOIN intents i ON i.user_id = r.user_id AND i.idempotency_key = r.idempotency_key AND i.state <> 'void'
      LEFT JOIN outcome_store o ON o.intent_id = i.id`,
  };
}

const SQL = { sqlite: sqlOf('sqlite'), postgres: sqlOf('postgres') };

/** Loads what the operations touch and the working copy does not hold yet, making rows that are new. */
export async function loadBatch(
  turn: WriteTurn,
  cache: LedgerStateCache,
  operations: readonly Operation[],
): Promise<void> {
  const windows = new Map<string, Wanted>();
  const wallets = new Map<string, Wanted>();
  const keys = new Map<string, Wanted>();
  for (const operation of operations) {
    const { claims, price, userId } = concernsOf(operation);
    for (const claim of claims) {
      const key = windowKey(claim);
      if (cache.hasWindow(key)) continue;
      const cap = 'cap' in claim ? claim.cap : 0;
      windows.set(key, [claim.scope, claim.unit, claim.window, claim.windowStart, cap]);
    }
    const wallet = walletId(userId);
    if (!isFree(price) && !cache.hasWallet(wallet)) wallets.set(wallet, [wallet, userId]);
    if (operation.kind === 'reserve' && operation.request.idempotency !== null) {
      const { key } = operation.request.idempotency;
      keys.set(idempotencyKey(userId, key), [userId, key]);
    }
  }
  if (keys.size > 0) await loadKeyedCalls(turn, cache, sortedJson(keys));
  if (wallets.size > 0) await loadWallets(turn, cache, wallets);
  if (windows.size > 0) await loadWindows(turn, cache, windows);
}

function concernsOf(operation: Operation) {
  if (operation.kind === 'reserve') {
    const { limits, price, subject } = operation.request;
    return { claims: limits, price, userId: subject.userId };
  }
  if (operation.kind === 'extend') {
    const { claims, price, subject } = operation.request.hold;
    return { claims, price, userId: subject.userId };
  }
  return operation.call;
}

/** Sorted, so that processes that make the same new rows do it in one order and never deadlock. */
function sortedJson(rows: Map<string, Wanted>): string {
  const keys = [...rows.keys()].sort();
  return JSON.stringify(keys.map((key) => rows.get(key)));
}

async function loadWindows(
  turn: WriteTurn,
  cache: LedgerStateCache,
  wanted: Map<string, Wanted>,
): Promise<void> {
  const sql = SQL[turn.dialect];
  const json = sortedJson(wanted);
  let rows = await turn.all<WindowRow>(sql.windows, [json]);
  if (rows.length < wanted.size && turn.dialect === 'postgres') {
    // Rows must exist to be locked; SQLite, where nobody else writes, makes them with the batch.
    await turn.run(sql.ensureWindows, [json]);
    rows = await turn.all<WindowRow>(sql.windows, [json]);
  }
  for (const row of rows) {
    const window = {
      scope: row.scope,
      unit: row.unit,
      window: row.window_kind,
      windowStart: row.window_start,
      cap: Number(row.cap),
      used: Number(row.used),
      held: Number(row.held),
      isStored: true,
    };
    const key = windowKey(window);
    wanted.delete(key);
    cache.putWindow(key, window);
  }
  for (const [key, [scope, unit, window, windowStart, cap]] of wanted as Map<string, NewWindow>) {
    const fresh = { scope, unit, window, windowStart, cap, used: 0, held: 0, isStored: false };
    cache.putWindow(key, fresh);
  }
}

async function loadWallets(
  turn: WriteTurn,
  cache: LedgerStateCache,
  wanted: Map<string, Wanted>,
): Promise<void> {
  const sql = SQL[turn.dialect];
  const json = sortedJson(wanted);
  let rows = await turn.all<WalletRow>(sql.wallets, [json]);
  if (rows.length < wanted.size && turn.dialect === 'postgres') {
    await turn.run(sql.ensureWallets, [json]);
    rows = await turn.all<WalletRow>(sql.wallets, [json]);
  }
  for (const row of rows) {
    wanted.delete(row.id);
    cache.putWallet({
      id: row.id,
      ownerId: row.owner_id,
      creditsPosted: Number(row.credits_posted),
      debitsPosted: Number(row.debits_posted),
      debitsPending: Number(row.debits_pending),
      floor: row.floor === null ? null : Number(row.floor),
      isStored: true,
    });
  }
  for (const [id, ownerId] of wanted.values() as Iterable<[string, string]>) {
    const nothing = { creditsPosted: 0, debitsPosted: 0, debitsPending: 0, floor: null };
    cache.putWallet({ id, ownerId, ...nothing, isStored: false });
  }
}

async function loadKeyedCalls(turn: WriteTurn, cache: LedgerStateCache, json: string) {
  const sql = SQL[turn.dialect];
  for (const row of await turn.all<KeyedCallRow>(sql.keyedCalls, [json])) {
    cache.takeKey(idempotencyKey(row.user_id, row.idempotency_key), {
      requestId: row.id,
      fingerprint: row.fingerprint,
      isOpen: row.state === 'reserved',
      outcome:
        row.status === null
          ? null
          : {
              status: row.status,
              headers: JSON.parse(row.headers ?? '{}') as Record<string, string>,
              body: row.body ?? Buffer.alloc(0),
            },
    });
  }
}
