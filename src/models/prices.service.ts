import { Injectable } from '@nestjs/common';
import { Config } from '../common/config/config';
import type { PriceVersion } from '../ledger/ledger.types';
import { CatalogueService } from './catalogue.service';
import { modelsErrors } from './models.errors';

const NOTHING = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };
/** Run on the operator's own machines: nobody is paid per token. */
const LOCAL: PriceVersion = { id: 'local', ...NOTHING };
/** Tokens are counted and nothing is charged, because the operator said so. */
const UNPRICED: PriceVersion = { id: 'unpriced', ...NOTHING };

/** What is asked, and of whom. */
export interface PricedCall {
  provider: string;
  /** Whose price list counts. */
  vendor: string;
  model: string;
  isLocal: boolean;
}

/** The price in force for a call. */
@Injectable()
export class PricesService {
  constructor(
    private readonly config: Config,
    private readonly catalogue: CatalogueService,
  ) {}

  /**
   * From memory; local models are free. Throws `price_unknown` for a paid
   * model without a price, unless UNKNOWN_PRICE is `count`.
   */
  priceFor({ provider, vendor, model, isLocal }: PricedCall): PriceVersion {
    if (isLocal) return LOCAL;
    const price = this.catalogue.price(vendor, model);
    if (price !== null) return price;
    if (this.config.env.UNKNOWN_PRICE === 'count') return UNPRICED;
    throw modelsErrors.price_unknown({ provider, model });
  }
}
