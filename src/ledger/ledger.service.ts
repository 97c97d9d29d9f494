import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Config } from '../common/config/config';
import { Database } from '../common/database/database';
import { uuidv7 } from '../common/database/uuid';
import { EventBus } from '../common/events/event-bus';
import { LedgerAuditor } from './data/ledger-auditor';
import { LedgerWriter } from './data/ledger-writer';
import { readLimitStates } from './data/limit-states';
import { ProgressFile, SLOTS_MAX } from './data/progress-file';
import { progressPath, readLeftBehind } from './data/progress-files';
import { recoverCalls } from './data/recover-calls';
import { StorageGuard } from './data/storage-guard';
import { ledgerErrors } from './ledger.errors';
import type {
  FinishRequest,
  Hold,
  LedgerAudit,
  LimitClaim,
  LimitState,
  ReserveRequest,
  ReserveResult,
  Settlement,
} from './ledger.types';
import { checkFinish, checkReserve, LedgerMisuse, wholeNumber } from './logic/check-requests';
import type { Extension } from './logic/decide-extend';
import { OpenHold } from './logic/open-hold';
import { totalTokens } from './logic/price-tokens';

/** The ballast is written when the start is over. */
const BALLAST_AFTER_MS = 5000;

/**
 * The exact accounts of model calls. Before a call is sent `reserve` holds what it may use, durably;
 * while it runs `progress` keeps count in a way that outlives the process; afterwards `finish` settles,
 * whatever the ending was. docs/accounting.md says what that promises.
 */
@Injectable()
export class LedgerService implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('ledger');
  private readonly boot = uuidv7();
  private readonly storage: StorageGuard;
  private readonly writer: LedgerWriter;
  private readonly auditor: LedgerAuditor;
  private progressFile: ProgressFile;
  private ballastTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly events: EventBus,
  ) {
    this.storage = new StorageGuard(database, config.dataDir);
    this.writer = new LedgerWriter(database, this.storage, this.boot);
    this.auditor = new LedgerAuditor(database, this.boot);
  }

  /** Settles what a former process left open, before anything listens. */
  async onModuleInit(): Promise<void> {
    const left = readLeftBehind(this.config.dataDir);
    const { boots, progress } = left;
    const found = await recoverCalls(this.database, this.writer, {
      boot: this.boot,
      boots,
      progress,
    });
    this.progressFile = new ProgressFile(progressPath(this.config.dataDir, this.boot));
    left.remove();
    if (found.neverSent + found.unknown + found.crashed > 0) {
      this.log.log({ ...found }, 'settled the calls that a former process left open');
    }
    this.ballastTimer = setTimeout(() => void this.prepareStorage(), BALLAST_AFTER_MS);
    this.ballastTimer.unref();
  }

  /**
   * Admits a call and holds its input estimate and first output in every limit and in the wallet, all
   * or nothing, committed when this resolves. Refusals and repeats are results. Throws CoinopError
   * 503 when the accounts cannot be written.
   */
  async reserve(request: ReserveRequest): Promise<ReserveResult> {
    checkReserve(request);
    this.auditor.assertSound();
    const slot = this.takeSlot();
    if (slot === -1) throw ledgerErrors.too_many_open_calls({ openCallsMax: SLOTS_MAX });
    let result: ReserveResult | undefined;
    try {
      result = (await this.writer.submit({ kind: 'reserve', request })) as ReserveResult;
      return result;
    } finally {
      if (result?.kind === 'reserved') toOpen(result.hold).slot = slot;
      else this.progressFile.release(slot);
    }
  }

  /**
   * Covers more output, and input that turned out larger, on top of what is held: as much of it as the
   * limits admit, so `hold.outputTokensHeld` may grow by less than asked. False when nothing more is
   * admitted (or the input is not covered): stop the stream at `hold.outputTokensHeld`.
   */
  async extend(hold: Hold, outputTokens: number, inputTokens = 0): Promise<boolean> {
    const open = toOpen(hold);
    wholeNumber('outputTokens', outputTokens);
    wholeNumber('inputTokens', inputTokens);
    if (open.settlement !== null) return false;
    const after = open.latest.then(async () => {
      const request = { hold: open, outputTokens, inputTokens };
      const answer = (await this.writer.submit({ kind: 'extend', request })) as Extension;
      open.cover = answer.cover;
      return answer.isGranted;
    });
    // An extension that cannot be written is one that is not given: the stream ends at what is covered.
    const granted = after.catch((error: unknown) => {
      this.log.warn({ error: String(error) }, 'an extension could not be written');
      return false;
    });
    open.latest = granted;
    return granted;
  }

  /** To be called before the first byte goes upstream: from here on a crash cannot be free of charge. */
  markSent(hold: Hold, provider = ''): void {
    const open = toOpen(hold);
    this.progressFile.markSent(open.slot, open.intentId, provider);
  }

  /** Totals so far, to be called before the bytes they belong to are written to the client. */
  progress(hold: Hold, inputTokens: number, outputTokens: number): void {
    this.progressFile.progress(toOpen(hold).slot, inputTokens, outputTokens);
  }

  /**
   * Ends a call, whatever the ending, and resolves when that is committed; only then may the end of the
   * answer be sent. May be called again: everybody gets the settlement of the first. Throws LedgerMisuse
   * when the attempts contradict each other.
   */
  async finish(hold: Hold, request: FinishRequest): Promise<Settlement> {
    const open = toOpen(hold);
    if (open.settlement === null) {
      checkFinish(request);
      open.settlement = this.settle(open, request);
    }
    return open.settlement;
  }

  /** Used and held of the windows that the claims name, in their order. */
  limitStates(claims: readonly LimitClaim[]): Promise<LimitState[]> {
    return readLimitStates(this.database, claims);
  }

  /** Runs every invariant on the stored rows. A broken one stops new calls until `acknowledgeAudit`. */
  audit(): Promise<LedgerAudit> {
    return this.auditor.audit();
  }

  /** The invariants that are cheap enough for every minute. */
  auditQuickly(): Promise<void> {
    return this.auditor.auditQuickly();
  }

  /** The latest full audit; null until the first after the start has ended. */
  get latestAudit(): LedgerAudit | null {
    return this.auditor.latest;
  }

  /** An admin has seen what the audit found: calls are taken again. */
  acknowledgeAudit(): Promise<void> {
    return this.auditor.acknowledge();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.ballastTimer);
    await this.writer.close();
    // Not there when the server is told to stop while it starts.
    this.progressFile?.close();
  }

  private takeSlot(): number {
    try {
      return this.progressFile.take();
    } catch (error) {
      throw ledgerErrors.ledger_storage_unavailable({}, { cause: error });
    }
  }

  /** Sets the ballast aside; called by itself some seconds after the start. */
  async prepareStorage(): Promise<void> {
    await this.storage.prepare();
    if (this.storage.isFailing) this.writer.tryLater();
  }

  private async settle(open: OpenHold, request: FinishRequest): Promise<Settlement> {
    await open.latest;
    const settlement = (await this.writer.submit({
      kind: 'finish',
      call: open.endingCall(this.boot),
      request,
    })) as Settlement;
    this.progressFile.release(open.slot);
    open.slot = -1;
    const { requestId, userId, playSessionId, dialect, isStreaming } = open.subject;
    const billed = request.attempts.find((attempt) => attempt.isBillable);
    this.events.emit('call.settled', {
      requestId,
      userId,
      playSessionId,
      dialect,
      isStreaming,
      totalTokens: billed === undefined ? 0 : totalTokens(billed.usage),
      final: request.attempts.at(-1) ?? null,
    });
    return settlement;
  }
}

function toOpen(hold: Hold): OpenHold {
  if (hold instanceof OpenHold) return hold;
  throw new LedgerMisuse('this hold was not made by the ledger');
}
