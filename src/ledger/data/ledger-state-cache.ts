import type { KeyedCall, LedgerState, WalletState, WindowState } from '../logic/ledger-state';
import { walletId } from '../logic/open-hold';

/** Entries of each kind kept per generation; two generations are held. */
const ENTRIES_MAX = 20_000;

/** Forgets what was not asked for lately, in two generations: no bookkeeping per look-up. */
class RecentMap<V> {
  private recent = new Map<string, V>();
  private older = new Map<string, V>();

  get(key: string): V | undefined {
    const hit = this.recent.get(key);
    if (hit !== undefined) return hit;
    const old = this.older.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    this.recent.set(key, value);
  }

  /** Between batches only: within one, what was loaded must stay. */
  age(): void {
    if (this.recent.size < ENTRIES_MAX) return;
    this.older = this.recent;
    this.recent = new Map();
  }

  clear(): void {
    this.recent.clear();
    this.older.clear();
  }
}

/**
 * The working copy that batches are decided on. On SQLite this process is the only writer, so it stays
 * true between batches; on PostgreSQL it is cleared before each and loaded from locked rows.
 */
export class LedgerStateCache implements LedgerState {
  private readonly windows = new RecentMap<WindowState>();
  private readonly wallets = new RecentMap<WalletState>();
  private readonly keyedCalls = new Map<string, KeyedCall>();

  window(key: string): WindowState {
    return loaded(this.windows.get(key), key);
  }

  wallet(userId: string): WalletState {
    return loaded(this.wallets.get(walletId(userId)), userId);
  }

  keyedCall(key: string): KeyedCall | undefined {
    return this.keyedCalls.get(key);
  }

  takeKey(key: string, call: KeyedCall): void {
    this.keyedCalls.set(key, call);
  }

  hasWindow(key: string): boolean {
    return this.windows.get(key) !== undefined;
  }

  hasWallet(id: string): boolean {
    return this.wallets.get(id) !== undefined;
  }

  putWindow(key: string, window: WindowState): void {
    this.windows.set(key, window);
  }

  putWallet(wallet: WalletState): void {
    this.wallets.set(wallet.id, wallet);
  }

  startBatch(): void {
    this.keyedCalls.clear();
    this.windows.age();
    this.wallets.age();
  }

  clear(): void {
    this.keyedCalls.clear();
    this.windows.clear();
    this.wallets.clear();
  }
}

function loaded<T>(value: T | undefined, key: string): T {
  if (value === undefined) throw new Error(`not loaded before the batch was decided: ${key}`);
  return value;
}
