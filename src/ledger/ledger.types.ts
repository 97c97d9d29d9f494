/** Tokens of one call by kind. The kinds are disjoint: their sum is the total. Whole numbers. */
export interface TokenUsage {
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
}

/** Where the numbers come from: the provider's own report, our count of what passed, the progress file after a crash, or an upper bound. */
export type UsageSource = 'provider' | 'counted' | 'checkpoint' | 'bound';

/**
 * How an attempt ended:
 * - `ok`         the answer was complete
 * - `refused`    the upstream definitely did not run it
 * - `unknown`    sent, but nothing came back: nobody can know whether it ran
 * - `aborted`    the client left
 * - `truncated`  the upstream died after the first byte
 * - `cut`        stopped by us: limit, policy, admin, shutdown
 * - `crashed`    our process died (written by recovery only)
 */
export type AttemptOutcome =
  | 'ok'
  | 'refused'
  | 'unknown'
  | 'aborted'
  | 'truncated'
  | 'cut'
  | 'crashed';

export type WindowKind = 'total' | 'day' | 'month';

/** One budget a call must fit in. All claims of a call must admit, in one transaction. */
export interface LimitClaim {
  /** `user:<id>`, `key:<id>`, `game:<id>` or `play:<session id>`. */
  scope: string;
  unit: 'tokens';
  window: WindowKind;
  /** Identifies the window: `all`, `2026-11-21` or `2026-11`, in LIMITS_TZ, taken at admission. */
  windowStart: string;
  cap: number;
  /** When the window ends; null for `total`. */
  resetsAtMs: number | null;
}

/** A limit as people see it. */
export interface LimitState extends LimitClaim {
  used: number;
  held: number;
}

/** Integer micro-credits per million tokens of each kind. Immutable once used. */
export interface PriceVersion {
  id: string;
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
}

/** Who and what a call is for; copied onto its usage record. */
export interface CallSubject {
  /** Also the id of the intent; UUID v7, made by the conductor. */
  requestId: string;
  userId: string;
  apiKeyId: string | null;
  gameId: string | null;
  playSessionId: string | null;
  /** The dialect the client spoke: `anthropic`, `ollama`, `openai`. */
  dialect: string;
  operation: string;
  /** The model as the client named it. */
  model: string;
  isStreaming: boolean;
}

export interface ReserveRequest {
  subject: CallSubject;
  /** At most one call per (userId, key) is charged; the fingerprint tells a repeat from a mistake. */
  idempotency: { key: string; fingerprint: string } | null;
  limits: readonly LimitClaim[];
  price: PriceVersion;
  /** Local estimate. */
  inputTokens: number;
  /** The most output the client or the model allows. */
  outputTokensMax: number;
}

/** An open hold; hand it back to the ledger to extend and finish. Opaque outside the ledger. */
export interface Hold {
  readonly intentId: string;
  /** Output tokens that are covered now, grows with extensions; extend before more are relayed. */
  readonly outputTokensHeld: number;
  /** The most output that the limits would admit at the moment of the reservation: send it upstream as its limit. */
  readonly outputTokensAffordable: number;
}

export type ReserveResult =
  /** `limits` are as this hold left them. */
  | { kind: 'reserved'; hold: Hold; limits: readonly LimitState[] }
  /** A limit has no room. */
  | { kind: 'limit'; limit: LimitState; needed: number }
  /** The wallet has no room. */
  | { kind: 'credits'; required: number; available: number }
  /** The idempotency key was seen before. */
  | { kind: 'running'; requestId: string }
  | { kind: 'mismatch'; requestId: string }
  | { kind: 'finished'; requestId: string; outcome: StoredOutcome | null };

/** What a repeat with the same idempotency key gets. */
export interface StoredOutcome {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
}

/** One try at one deployment within a call. */
export interface AttemptRecord {
  provider: string;
  /** The model asked of the provider. */
  modelRouted: string;
  /** The model the provider says it used, where it says so. */
  modelSeen: string | null;
  outcome: AttemptOutcome;
  usage: TokenUsage;
  source: UsageSource;
  /** At most one attempt of a call is charged: the delivered one. */
  isBillable: boolean;
  /** HTTP status the client was given; 499 when it had left. */
  status: number;
  /** Our error code, where there is one. Never upstream text. */
  errorCode: string | null;
  startedAtMs: number;
  firstTokenMs: number | null;
  durationMs: number;
}

export interface FinishRequest {
  /** In the order they were made; empty when nothing was sent. */
  attempts: readonly AttemptRecord[];
  /** Kept for repeats when the call had an idempotency key and its answer may be replayed. */
  outcome: StoredOutcome | null;
  /** What the record of a call says that ended before any attempt; refused with 503 when left out. */
  unsent?: { outcome: 'refused' | 'aborted'; status: number; errorCode: string | null };
}

export interface Settlement {
  chargedMicroCredits: number;
  /** Tokens booked to the limits: the actual ones, never above the hold. */
  chargedTokens: number;
}

/** One stored usage record: an attempt with the call it belongs to. */
export interface UsageRow extends CallSubject, AttemptRecord {
  /** Order of booking: larger is later. */
  seq: number;
  /** Position of the attempt within the call, from 0. */
  attempt: number;
  /** The attempt that ended the call: exactly one per call. */
  isFinal: boolean;
  chargedMicroCredits: number;
  chargedTokens: number;
  /** What the attempt cost at list price beyond what the user paid. */
  houseMicroCredits: number;
  /** The moment of the booking. */
  endedAtMs: number;
}

/** Which usage records; members left out do not filter. Moments are of the booking, from inclusive, to exclusive. */
export interface UsageFilter {
  /** One user, or any of several (at least one). */
  userId?: string | readonly string[] | undefined;
  apiKeyId?: string | undefined;
  gameId?: string | undefined;
  playSessionId?: string | undefined;
  requestId?: string | undefined;
  provider?: string | undefined;
  model?: string | undefined;
  outcome?: AttemptOutcome | undefined;
  isFinal?: boolean | undefined;
  fromMs?: number | undefined;
  toMs?: number | undefined;
  /** Booked after this position. */
  afterSeq?: number | undefined;
  /** Booked no later than this position. */
  uptoSeq?: number | undefined;
}

/** A place in the list of records, newest first. */
export type UsagePosition = Pick<UsageRow, 'endedAtMs' | 'seq'>;

export type UsageSumKey =
  | 'userId'
  | 'apiKeyId'
  | 'gameId'
  | 'playSessionId'
  | 'provider'
  | 'model'
  | 'dialect'
  | 'day';

export interface UsageSum {
  keys: Partial<Record<UsageSumKey, string | number | null>>;
  calls: number;
  usage: TokenUsage;
  chargedTokens: number;
  chargedMicroCredits: number;
  houseMicroCredits: number;
}

/** Every invariant with the number of rows that break it. */
export interface LedgerAudit {
  checkedAtMs: number;
  ok: boolean;
  checks: { name: string; violations: number }[];
}
