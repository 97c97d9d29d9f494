import { Injectable } from '@nestjs/common';
import type { PriceVersion } from '../ledger/ledger.types';

/** What a call costs while the operator has set no prices: tokens are counted, credits are not moved. */
const UNPRICED: PriceVersion = {
  id: 'unpriced',
  input: 0,
  cacheRead: 0,
  cacheWrite: 0,
  output: 0,
  reasoning: 0,
};

/** The price in force for a model. */
@Injectable()
export class PricesService {
  priceFor(_provider: string, _model: string): PriceVersion {
    return UNPRICED;
  }
}
