import type { WriteTurn } from '../../common/database/write-script';
import type { PriceVersion } from '../ledger.types';
import type {
  BatchChanges,
  IntentChange,
  OutcomeChange,
  TransferChange,
  UsageChange,
} from '../logic/batch-changes';
import type { WindowState } from '../logic/ledger-state';
import { BATCH_SCRIPTS } from './batch-script';

/** Writes a decided batch and commits it. Rejects with ScriptConflict when somebody else ended one of its calls. */
export async function saveBatch(
  turn: WriteTurn,
  changes: BatchChanges,
  context: { boot: string; nowMs: number },
): Promise<void> {
  await turn.commit(BATCH_SCRIPTS[turn.dialect], {
    boot: context.boot,
    now_ms: context.nowMs,
    prices: changes.prices.map(priceValues),
    new_windows: changes.newWindows.map((row) => [...windowName(row), row.cap]),
    new_wallets: changes.newWallets.map((row) => [row.id, row.ownerId, 'wallet']),
    intents: changes.intents.map(intentValues),
    extensions: changes.extensions.map((row) => [row.intentId, row.heldTokens, row.heldMicroCredits]),
    endings: changes.endings.map((row) => [
      row.intentId,
      row.state,
      row.chargedTokens,
      row.chargedMicroCredits,
      row.boot,
    ]),
    transfers: changes.transfers.map(transferValues),
    windows: windowValues(changes),
    wallets: walletValues(changes),
    usage: changes.usage.map(usageValues),
    outcomes: changes.outcomes.map(outcomeValues),
  });
}

function priceValues(price: PriceVersion): unknown[] {
  return [
    price.id,
    price.input,
    price.cacheRead,
    price.cacheWrite,
    price.output,
    price.reasoning,
  ];
}

function windowName(window: WindowState): unknown[] {
  return [window.scope, window.unit, window.window, window.windowStart];
}

function transferValues(row: TransferChange): unknown[] {
  return [row.id, row.debit, row.credit, row.amount, row.phase, row.pendingId, row.intentId];
}

function outcomeValues({ intentId, outcome }: OutcomeChange): unknown[] {
  const { status, headers, body } = outcome;
  return [intentId, status, JSON.stringify(headers), body.toString('hex')];
}

function intentValues(row: IntentChange): unknown[] {
  const { subject, idempotency } = row;
  return [
    subject.requestId,
    subject.userId,
    subject.apiKeyId,
    subject.gameId,
    subject.playSessionId,
    subject.dialect,
    subject.operation,
    subject.model,
    subject.isStreaming,
    idempotency === null ? null : idempotency.key,
    idempotency === null ? null : idempotency.fingerprint,
    row.inputTokens,
    row.heldTokens,
    row.heldMicroCredits,
    row.priceVersionId,
    row.claims.map((claim) => [claim.scope, claim.unit, claim.window, claim.windowStart]),
  ];
}

function usageValues(row: UsageChange): unknown[] {
  const { record } = row;
  return [
    row.intentId,
    row.attempt,
    record.provider,
    record.modelRouted,
    record.modelSeen,
    record.outcome,
    record.source,
    record.isBillable,
    row.isFinal,
    record.status,
    record.errorCode,
    record.usage.input,
    record.usage.cacheRead,
    record.usage.cacheWrite,
    record.usage.output,
    record.usage.reasoning,
    row.chargedTokens,
    row.chargedMicroCredits,
    row.houseMicroCredits,
    Math.round(record.startedAtMs),
    record.firstTokenMs === null ? null : Math.round(record.firstTokenMs),
    Math.round(record.durationMs),
  ];
}

function windowValues(changes: BatchChanges): unknown[][] {
  const rows: unknown[][] = [];
  for (const [window, change] of changes.windows) {
    rows.push([...windowName(window), window.cap, change.used, change.held]);
  }
  return rows;
}

function walletValues(changes: BatchChanges): unknown[][] {
  const rows: unknown[][] = [];
  for (const [wallet, change] of changes.wallets) {
    rows.push([wallet.id, change.debitsPosted, change.debitsPending]);
  }
  return rows;
}
