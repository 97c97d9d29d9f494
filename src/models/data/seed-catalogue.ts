import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { uuidv7 } from '../../common/database/uuid';
import type { SeedModel } from '../models.types';
import { ModelPrice } from './model-price.entity';
import { Model } from './model.entity';
import { SEED_MODELS, SEED_VERSION } from './seed/seed-models';

/**
 * Brings the catalogue to this release, once. New models come in, untouched ones are brought up to date,
 * and a price that differs becomes a new version; rows and prices that an admin set stay. Idempotent, and
 * safe when several processes start at once: ids of prices follow from the release.
 */
export async function seedCatalogue(tx: EntityManager): Promise<void> {
  const newest = await tx.maximum(Model, 'seedVersion');
  if ((newest ?? 0) >= SEED_VERSION) return;
  const nowMs = Date.now();
  const rows = new Map((await tx.find(Model)).map((row) => [keyOf(row), row]));
  const prices = latestPrices(await tx.find(ModelPrice, { order: { validFromMs: 'ASC' } }));
  for (const [at, seed] of SEED_MODELS.entries()) {
    const row = rows.get(keyOf(seed));
    const fresh = modelRow(seed, at, nowMs);
    if (row === undefined) {
      await tx.createQueryBuilder().insert().into(Model).values(fresh).orIgnore().execute();
    } else if (row.isEdited) await tx.update(Model, { id: row.id }, { seedVersion: SEED_VERSION });
    else {
      const kept = { id: row.id, isEnabled: row.isEnabled };
      await tx.update(Model, { id: row.id }, Object.assign(fresh, kept));
    }
    const latest = prices.get(keyOf(seed));
    if (latest !== undefined && (latest.isEdited || hasPrices(latest, seed))) continue;
    const price = priceRow(seed, nowMs);
    await tx.createQueryBuilder().insert().into(ModelPrice).values(price).orIgnore().execute();
  }
}

function modelRow(seed: SeedModel, rank: number, nowMs: number): Model {
  const { prices: _prices, source: _source, capabilities, aliases, ...shared } = seed;
  return Object.assign(new Model(), shared, {
    id: uuidv7(nowMs),
    capabilities: [...capabilities],
    aliases: [...aliases],
    isEnabled: true,
    rank,
    isEdited: false,
    seedVersion: SEED_VERSION,
    updatedAtMs: nowMs,
  });
}

function priceRow(seed: SeedModel, nowMs: number): ModelPrice {
  const { provider, model, prices, source } = seed;
  return Object.assign(new ModelPrice(), {
    id: priceId(seed),
    provider,
    model,
    ...prices,
    source,
    isEdited: false,
    validFromMs: nowMs,
  });
}

/** The same for everybody who seeds this release; the ledger's price ids have at most 64 characters. */
function priceId(seed: SeedModel): string {
  const digest = createHash('sha256').update(keyOf(seed)).digest('hex').slice(0, 24);
  return `seed-${SEED_VERSION}-${digest}`;
}

function latestPrices(oldestFirst: readonly ModelPrice[]): Map<string, ModelPrice> {
  return new Map(oldestFirst.map((price) => [keyOf(price), price]));
}

function hasPrices(row: ModelPrice, { prices }: SeedModel): boolean {
  return (Object.keys(prices) as (keyof typeof prices)[]).every(
    (kind) => row[kind] === prices[kind],
  );
}

function keyOf({ provider, model }: { provider: string; model: string }): string {
  return `${provider} ${model}`;
}
