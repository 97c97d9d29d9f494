import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Database } from '../common/database/database';
import { uuidv7 } from '../common/database/uuid';
import { EventBus } from '../common/events/event-bus';
import { toPage, type Keyset, type Page } from '../common/paging/keyset';
import type { PriceVersion } from '../ledger/ledger.types';
import { ModelPrice } from './data/model-price.entity';
import { Model } from './data/model.entity';
import { seedCatalogue } from './data/seed-catalogue';
import { CatalogueIndex } from './logic/catalogue-index';
import { ModelPriceView } from './model-price.view';
import { ModelView } from './model.view';
import { modelsErrors } from './models.errors';
import type { CatalogueModel, ModelTier, TokenPrices } from './models.types';

/** All are in memory. */
export const MODELS_MAX = 10_000;
const PRICES_READ_MAX = 100_000;
const HISTORY_MAX = 100;

/** What an admin says of a model; what is left out stays as it is. */
export type ModelWish = Pick<ModelView, 'provider' | 'model'> &
  Partial<
    Pick<
      ModelView,
      | 'displayName'
      | 'tier'
      | 'capabilities'
      | 'contextTokensMax'
      | 'outputTokensMax'
      | 'aliases'
      | 'isEnabled'
      | 'rank'
    >
  >;

/** The models that can be asked for, with limits, tiers and prices; the hot path asks memory. */
@Injectable()
export class CatalogueService implements OnModuleInit, OnModuleDestroy {
  private index = new CatalogueIndex([], []);
  private refresh: { stop(): void } | null = null;
  private rowsById: ReadonlyMap<string, ModelPriceView> = new Map();

  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database.transaction((tx) => seedCatalogue(tx));
    await this.reload();
    this.refresh = this.database.refreshOnPostgres(() => this.reload());
  }

  onModuleDestroy(): void {
    this.refresh?.stop();
  }

  /** By its own name, an alias or a dated snapshot; null when the catalogue does not know it. */
  find(provider: string, model: string): CatalogueModel | null {
    return this.index.find(provider, model);
  }

  /** The enabled models of a provider, best known first. */
  of(provider: string): readonly CatalogueModel[] {
    return this.index.of(provider);
  }

  /** What a power level means at this provider; null when it has no such model. */
  inTier(provider: string, tier: ModelTier): CatalogueModel | null {
    return this.index.inTier(provider, tier);
  }

  /** The price in force; null when none was ever set. */
  price(provider: string, model: string): PriceVersion | null {
    return this.index.price(provider, model);
  }

  async list(
    filter: { provider?: string | undefined },
    rows: number,
    after: Keyset | null,
  ): Promise<Page<ModelView>> {
    const found = await this.database.reading(Model).find({
      where: {
        ...(filter.provider === undefined ? {} : { provider: filter.provider }),
        ...(after === null ? {} : { id: MoreThan(after[1]) }),
      },
      order: { id: 'ASC' },
      take: rows + 1,
    });
    return toPage(found, rows, modelKeyset);
  }

  /** The price in force as it was set; null when none was. From memory. */
  priceRow(provider: string, model: string): ModelPriceView | null {
    const version = this.price(provider, model);
    return version === null ? null : (this.rowsById.get(version.id) ?? null);
  }

  /** Newest first, at most 100. */
  prices(provider: string, model: string): Promise<ModelPriceView[]> {
    return this.database.reading(ModelPrice).find({
      where: { provider, model },
      order: { validFromMs: 'DESC', id: 'DESC' },
      take: HISTORY_MAX,
    });
  }

  /** Adds or changes a model; from then on new releases leave it alone. */
  async save(wish: ModelWish): Promise<ModelView> {
    const { provider, model } = wish;
    const saved = await this.database.transaction(async (tx) => {
      const before = await tx.findOneBy(Model, { provider, model });
      if (before === null && (await tx.count(Model)) >= MODELS_MAX) {
        throw modelsErrors.too_many_models({ modelsMax: MODELS_MAX });
      }
      const row = Object.assign(new Model(), before ?? blank(wish), wish, {
        isEdited: true,
        updatedAtMs: Date.now(),
      });
      await (before === null ? tx.insert(Model, row) : tx.update(Model, { id: row.id }, row));
      return row;
    });
    await this.changed();
    return saved;
  }

  /** A new version of the price; calls under way keep the one they began with. */
  async setPrice(
    of: { provider: string; model: string; source: string },
    prices: TokenPrices,
  ): Promise<ModelPriceView> {
    const price = await this.database.transaction(async (tx) => {
      const latest = await tx.findOne(ModelPrice, {
        where: { provider: of.provider, model: of.model },
        order: { validFromMs: 'DESC' },
      });
      const row = Object.assign(new ModelPrice(), of, prices, {
        id: uuidv7(),
        isEdited: true,
        // Two prices set within a millisecond still have an order.
        validFromMs: Math.max(Date.now(), (latest?.validFromMs ?? 0) + 1),
      });
      await tx.insert(ModelPrice, row);
      return row;
    });
    await this.changed();
    return price;
  }

  private async changed(): Promise<void> {
    await this.reload();
    this.events.emit('catalogue.changed', {});
  }

  private async reload(): Promise<void> {
    const [models, prices] = await Promise.all([
      this.database.reading(Model).find({ where: { isEnabled: true }, take: MODELS_MAX }),
      this.database
        .reading(ModelPrice)
        .find({ order: { validFromMs: 'DESC' }, take: PRICES_READ_MAX }),
    ]);
    this.rowsById = new Map(prices.map((row) => [row.id, row]));
    this.index = new CatalogueIndex(
      models,
      prices.map((row) => {
        const { id, provider, model, validFromMs, input, cacheRead, cacheWrite, output } = row;
        const amounts = { input, cacheRead, cacheWrite, output, reasoning: row.reasoning };
        return { id, provider, model, validFromMs, ...amounts };
      }),
    );
  }
}

/** Ids are of version 7, so they sort by when they were made. */
export function modelKeyset({ id }: ModelView): Keyset {
  return [id, id];
}

function blank({ model }: ModelWish): Omit<Model, 'provider' | 'model' | 'updatedAtMs'> {
  return {
    id: uuidv7(),
    displayName: model,
    tier: null,
    capabilities: ['completion'],
    contextTokensMax: null,
    outputTokensMax: null,
    aliases: [],
    isEnabled: true,
    rank: MODELS_MAX,
    isEdited: true,
    seedVersion: 0,
  };
}
