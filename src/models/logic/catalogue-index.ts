import type { PriceVersion } from '../../ledger/ledger.types';
import type { CatalogueModel, ModelTier } from '../models.types';
import { lookupNames } from './model-names';

/** A model with all that finds it. */
export interface IndexedModel extends CatalogueModel {
  aliases: readonly string[];
  rank: number;
}

/** A price with the moment from which it counts. */
export interface IndexedPrice extends PriceVersion {
  provider: string;
  model: string;
  validFromMs: number;
}

/** The catalogue as the hot path asks it: maps, built anew when something changes. */
export class CatalogueIndex {
  private readonly models = new Map<string, IndexedModel>();
  private readonly prices = new Map<string, PriceVersion>();
  private readonly byProvider = new Map<string, IndexedModel[]>();

  constructor(models: readonly IndexedModel[], prices: readonly IndexedPrice[]) {
    for (const model of [...models].sort((a, b) => a.rank - b.rank)) {
      const others = this.byProvider.get(model.provider) ?? [];
      others.push(model);
      this.byProvider.set(model.provider, others);
      for (const alias of model.aliases) this.addAlias(model, alias);
    }
    // After the aliases: a model's own name is its own.
    for (const model of models) this.models.set(keyOf(model.provider, model.model), model);
    for (const price of [...prices].sort((a, b) => a.validFromMs - b.validFromMs)) {
      const { provider, model, validFromMs: _validFromMs, ...version } = price;
      this.prices.set(keyOf(provider, model), Object.freeze(version));
    }
  }

  find(provider: string, model: string): IndexedModel | null {
    for (const name of lookupNames(model)) {
      const found = this.models.get(keyOf(provider, name));
      if (found !== undefined) return found;
    }
    return null;
  }

  /** The price of the model by this name, else of the model it is another name of. */
  price(provider: string, model: string): PriceVersion | null {
    const own = this.prices.get(keyOf(provider, model));
    if (own !== undefined) return own;
    for (const name of lookupNames(model)) {
      const plain = this.prices.get(keyOf(provider, name));
      if (plain !== undefined) return plain;
    }
    const found = this.find(provider, model);
    return found === null ? null : (this.prices.get(keyOf(provider, found.model)) ?? null);
  }

  /** In order of rank. */
  of(provider: string): readonly IndexedModel[] {
    return this.byProvider.get(provider) ?? [];
  }

  inTier(provider: string, tier: ModelTier): IndexedModel | null {
    return this.of(provider).find((model) => model.tier === tier) ?? null;
  }

  private addAlias(model: IndexedModel, alias: string): void {
    const key = keyOf(model.provider, alias);
    if (!this.models.has(key)) this.models.set(key, model);
  }
}

/** Provider names have no space. */
function keyOf(provider: string, model: string): string {
  return `${provider} ${model}`;
}
