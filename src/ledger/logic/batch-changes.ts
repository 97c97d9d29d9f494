import type {
  AttemptRecord,
  CallSubject,
  LimitClaim,
  PriceVersion,
  StoredOutcome,
} from '../ledger.types';
import type { WalletState, WindowState } from './ledger-state';

export interface IntentChange {
  subject: CallSubject;
  idempotency: { key: string; fingerprint: string } | null;
  inputTokens: number;
  heldTokens: number;
  heldMicroCredits: number;
  priceVersionId: string;
  claims: readonly LimitClaim[];
}

export interface ExtensionChange {
  intentId: string;
  heldTokens: number;
  heldMicroCredits: number;
}

export interface EndingChange {
  intentId: string;
  /** The process that the intent belongs to: only its own ending counts. */
  boot: string;
  state: 'settled' | 'void';
  chargedTokens: number;
  chargedMicroCredits: number;
}

export interface TransferChange {
  id: string;
  debit: string;
  credit: string;
  amount: number;
  phase: 'single' | 'pending' | 'post' | 'void';
  pendingId: string | null;
  intentId: string;
}

export interface UsageChange {
  intentId: string;
  attempt: number;
  record: AttemptRecord;
  isFinal: boolean;
  chargedTokens: number;
  chargedMicroCredits: number;
  houseMicroCredits: number;
}

export interface OutcomeChange {
  intentId: string;
  outcome: StoredOutcome;
}

export interface WindowChange {
  used: number;
  held: number;
}

export interface WalletChange {
  debitsPosted: number;
  debitsPending: number;
}

/** Everything a batch writes, by table. Windows and wallets are differences, one row each however many calls touch them. */
export class BatchChanges {
  readonly prices: PriceVersion[] = [];
  readonly newWindows: WindowState[] = [];
  readonly newWallets: WalletState[] = [];
  readonly intents: IntentChange[] = [];
  readonly extensions: ExtensionChange[] = [];
  readonly endings: EndingChange[] = [];
  readonly transfers: TransferChange[] = [];
  readonly usage: UsageChange[] = [];
  readonly outcomes: OutcomeChange[] = [];
  readonly windows = new Map<WindowState, WindowChange>();
  readonly wallets = new Map<WalletState, WalletChange>();

  /** Refusals and repeats write nothing. */
  get isEmpty(): boolean {
    return (
      this.prices.length + this.intents.length + this.extensions.length + this.endings.length === 0
    );
  }

  /** Changes the state now, so that the next operation of the batch sees it, and notes the difference. */
  moveWindow(window: WindowState, used: number, held: number): void {
    if (!window.isStored) this.newWindows.push(window);
    window.isStored = true;
    window.used += used;
    window.held += held;
    const change = this.windows.get(window);
    if (change === undefined) this.windows.set(window, { used, held });
    else {
      change.used += used;
      change.held += held;
    }
  }

  moveWallet(wallet: WalletState, debitsPosted: number, debitsPending: number): void {
    if (!wallet.isStored) this.newWallets.push(wallet);
    wallet.isStored = true;
    wallet.debitsPosted += debitsPosted;
    wallet.debitsPending += debitsPending;
    const change = this.wallets.get(wallet);
    if (change === undefined) this.wallets.set(wallet, { debitsPosted, debitsPending });
    else {
      change.debitsPosted += debitsPosted;
      change.debitsPending += debitsPending;
    }
  }
}
