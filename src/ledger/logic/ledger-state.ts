import type { StoredOutcome, WindowKind } from '../ledger.types';
import type { WindowName } from './open-hold';

export interface WindowState {
  scope: string;
  unit: 'tokens';
  window: WindowKind;
  windowStart: string;
  /** The cap under which the latest call was admitted; a lowered cap shows here with the next admission. */
  cap: number;
  used: number;
  held: number;
  /** False until the first call is admitted to it: then it has no row yet. */
  isStored: boolean;
}

export interface WalletState {
  id: string;
  ownerId: string;
  creditsPosted: number;
  debitsPosted: number;
  debitsPending: number;
  /** Null: may go below zero without bounds. */
  floor: number | null;
  isStored: boolean;
}

/** The call that took an idempotency key. */
export interface KeyedCall {
  requestId: string;
  fingerprint: string;
  isOpen: boolean;
  outcome: StoredOutcome | null;
}

/** What a batch may need to know; loaded before it is decided. */
export interface LedgerState {
  window(key: string): WindowState;
  wallet(userId: string): WalletState;
  keyedCall(key: string): KeyedCall | undefined;
  takeKey(key: string, call: KeyedCall): void;
}

export function windowKey(claim: WindowName): string {
  return `${claim.scope} ${claim.unit} ${claim.window} ${claim.windowStart}`;
}

export function idempotencyKey(userId: string, key: string): string {
  return `${userId} ${key}`;
}

export function roomIn(window: WindowState, cap: number): number {
  return cap - window.used - window.held;
}

export function available(wallet: WalletState): number {
  return wallet.floor === null
    ? Number.MAX_SAFE_INTEGER
    : wallet.creditsPosted - wallet.debitsPosted - wallet.debitsPending - wallet.floor;
}
