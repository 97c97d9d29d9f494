import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Config } from '../../src/common/config/config';
import { loadEnvironment } from '../../src/common/config/load-environment';
import { Database } from '../../src/common/database/database';
import { uuidv7 } from '../../src/common/database/uuid';
import { EventBus } from '../../src/common/events/event-bus';
import { LedgerService } from '../../src/ledger/ledger.service';
import type {
  AttemptRecord,
  Hold,
  LimitClaim,
  PriceVersion,
  ReserveRequest,
  Settlement,
  TokenUsage,
} from '../../src/ledger/ledger.types';
import { UsageRows } from '../../src/ledger/usage-rows';

export interface OpenLedger {
  dataDir: string;
  database: Database;
  events: EventBus;
  ledger: LedgerService;
  usageRows: UsageRows;
  close(): Promise<void>;
  /** As after kill -9: nothing is finished, what was stored or told to the kernel is all there is. */
  crash(): Promise<void>;
}

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'coinop-ledger-'));
}

// What the ledger logs here is provoked.
Logger.overrideLogger(false);

/** The real ledger on a real database, without the application around it. */
export async function openLedger(
  dataDir = newDataDir(),
  env: Record<string, string> = {},
): Promise<OpenLedger> {
  const config = new Config(loadEnvironment({ DATA_DIR: dataDir, ...env }));
  const database = await Database.open(config);
  const events = new EventBus();
  const ledger = new LedgerService(database, config, events);
  await ledger.onModuleInit();
  let isClosed = false;
  return {
    dataDir,
    database,
    events,
    ledger,
    usageRows: new UsageRows(database),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await ledger.onApplicationShutdown();
      await database.onApplicationShutdown();
    },
    async crash() {
      isClosed = true;
      await database.onApplicationShutdown();
    },
  };
}

export const FREE: PriceVersion = {
  id: 'free',
  input: 0,
  cacheRead: 0,
  cacheWrite: 0,
  output: 0,
  reasoning: 0,
};

export const PRICED: PriceVersion = {
  id: 'priced-1',
  input: 3_000_000,
  cacheRead: 300_000,
  cacheWrite: 3_750_000,
  output: 15_000_000,
  reasoning: 15_000_000,
};

export function aRequest(more: Partial<ReserveRequest> & { userId?: string } = {}): ReserveRequest {
  const { userId = 'user-1', ...rest } = more;
  return {
    subject: {
      requestId: uuidv7(),
      userId,
      apiKeyId: null,
      gameId: null,
      playSessionId: null,
      dialect: 'anthropic',
      operation: 'messages',
      model: 'demo',
      isStreaming: true,
    },
    idempotency: null,
    limits: [],
    price: FREE,
    inputTokens: 100,
    outputTokensMax: 1000,
    ...rest,
  };
}

export function aClaim(more: Partial<LimitClaim> = {}): LimitClaim {
  return {
    scope: 'user:user-1',
    unit: 'tokens',
    window: 'total',
    windowStart: 'all',
    cap: 10_000,
    resetsAtMs: null,
    ...more,
  };
}

export function tokens(input: number, output: number, more: Partial<TokenUsage> = {}): TokenUsage {
  return { input, cacheRead: 0, cacheWrite: 0, output, reasoning: 0, ...more };
}

export function anAttempt(more: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    provider: 'demo',
    modelRouted: 'demo',
    modelSeen: null,
    outcome: 'ok',
    usage: tokens(100, 50),
    source: 'provider',
    isBillable: true,
    status: 200,
    errorCode: null,
    startedAtMs: Date.now(),
    firstTokenMs: 3,
    durationMs: 10,
    ...more,
  };
}

export async function reserved(open: OpenLedger, request = aRequest()): Promise<Hold> {
  const result = await open.ledger.reserve(request);
  if (result.kind !== 'reserved') throw new Error(`not reserved: ${JSON.stringify(result)}`);
  return result.hold;
}

/** Finishes with one attempt. */
export function finished(
  open: OpenLedger,
  hold: Hold,
  attempt: Partial<AttemptRecord> = {},
): Promise<Settlement> {
  return open.ledger.finish(hold, { attempts: [anAttempt(attempt)], outcome: null });
}

/** The names of the checks that failed, none when the accounts are sound. */
export async function brokenChecks(open: OpenLedger): Promise<string[]> {
  const { checks } = await open.ledger.audit();
  return checks.filter((check) => check.violations > 0).map((check) => check.name);
}
