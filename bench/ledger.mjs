// The ledger alone: durable hold-and-settle pairs a second, and what a pair costs in CPU, on the built
// code. `npm run build:server` first, then `node bench/ledger.mjs [seconds per step]`. With DATABASE_URL
// it measures PostgreSQL, all calls on one account.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { Config } = require('../dist/common/config/config.js');
const { loadEnvironment } = require('../dist/common/config/load-environment.js');
const { Database } = require('../dist/common/database/database.js');
const { uuidv7 } = require('../dist/common/database/uuid.js');
const { EventBus } = require('../dist/common/events/event-bus.js');
const { LedgerService } = require('../dist/ledger/ledger.service.js');

const seconds = Number(process.argv[2] ?? 3);
const dataDir = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'coinop-bench-'));
const env = { DATA_DIR: dataDir, DATABASE_URL: process.env.DATABASE_URL };
const config = new Config(loadEnvironment(env));
const database = await Database.open(config);
const ledger = new LedgerService(database, config, new EventBus());
await ledger.onModuleInit();

const FREE = { id: 'free', input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };
const PRICED = { ...FREE, id: 'priced', input: 3_000_000, output: 15_000_000 };
const USERS = database.isPostgres ? 1 : 100;

function request(at, price) {
  const userId = `user-${at % USERS}`;
  return {
    subject: {
      requestId: uuidv7(),
      userId,
      apiKeyId: `key-${at % USERS}`,
      gameId: null,
      playSessionId: null,
      dialect: 'anthropic',
      operation: 'messages',
      model: 'demo',
      isStreaming: true,
    },
    idempotency: null,
    limits: [
      {
        scope: `user:${userId}`,
        unit: 'tokens',
        window: 'total',
        windowStart: 'all',
        cap: 1e12,
        resetsAtMs: null,
      },
      {
        scope: `key:${userId}`,
        unit: 'tokens',
        window: 'day',
        windowStart: '2026-11-21',
        cap: 1e12,
        resetsAtMs: 0,
      },
    ],
    price,
    inputTokens: 100,
    outputTokensMax: 1000,
  };
}

const finishRequest = {
  attempts: [
    {
      provider: 'demo',
      modelRouted: 'demo',
      modelSeen: 'demo-1',
      outcome: 'ok',
      usage: { input: 100, cacheRead: 0, cacheWrite: 0, output: 50, reasoning: 0 },
      source: 'provider',
      isBillable: true,
      status: 200,
      errorCode: null,
      startedAtMs: Date.now(),
      firstTokenMs: 3,
      durationMs: 10,
    },
  ],
  outcome: null,
};

async function measure(inFlight, price) {
  const until = performance.now() + seconds * 1000;
  const reserveMs = [];
  let pairs = 0;
  const startedCpu = process.cpuUsage();
  const startedLoop = performance.eventLoopUtilization();
  const startedAt = performance.now();
  async function caller(lane) {
    while (performance.now() < until) {
      const before = performance.now();
      const result = await ledger.reserve(request(lane * 7 + pairs, price));
      reserveMs.push(performance.now() - before);
      ledger.markSent(result.hold, 'demo');
      ledger.progress(result.hold, 100, 50);
      await ledger.finish(result.hold, finishRequest);
      pairs += 1;
    }
  }
  await Promise.all(Array.from({ length: inFlight }, (_, lane) => caller(lane)));
  const elapsed = (performance.now() - startedAt) / 1000;
  const cpu = process.cpuUsage(startedCpu);
  const loop = performance.eventLoopUtilization(startedLoop);
  reserveMs.sort((a, b) => a - b);
  return {
    inFlight,
    price: price.id,
    pairsPerSecond: Math.round(pairs / elapsed),
    cpuMicrosecondsPerPair: Number(((cpu.user + cpu.system) / pairs).toFixed(1)),
    mainThreadMicrosecondsPerPair: Number(((loop.active * 1000) / pairs).toFixed(1)),
    reserveP50Ms: Number(reserveMs[Math.floor(reserveMs.length * 0.5)].toFixed(2)),
    reserveP99Ms: Number(reserveMs[Math.floor(reserveMs.length * 0.99)].toFixed(2)),
  };
}

await measure(16, FREE);
console.log(
  `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, ${database.dialect}`,
);
const rows = [];
for (const price of [FREE, PRICED]) {
  for (const inFlight of [1, 16, 64, 256]) rows.push(await measure(inFlight, price));
}
console.table(rows);
const audit = await ledger.audit();
console.log(`audit ${audit.ok ? 'clean' : JSON.stringify(audit.checks)}`);
await ledger.onApplicationShutdown();
await database.onApplicationShutdown();
rmSync(dataDir, { recursive: true, force: true });
