import type { WriteTurn } from '../../common/database/write-script';
import type { PriceVersion } from '../ledger.types';
import { LedgerMisuse } from '../logic/check-requests';

const KNOWN_MAX = 10_000;

interface PriceRow {
  id: string;
  input: number | string;
  cache_read: number | string;
  cache_write: number | string;
  output: number | string;
  reasoning: number | string;
}

/** Price versions known to be stored. They never change, so once seen is seen. */
export class KnownPrices {
  private readonly known = new Map<string, PriceVersion>();

  /** True for a version that must be stored now. Throws LedgerMisuse when its id stands for other prices. */
  async isNew(turn: Pick<WriteTurn, 'all'>, price: PriceVersion): Promise<boolean> {
    const known = this.known.get(price.id);
    const stored = known ?? (await findPrice(turn, price.id));
    if (stored !== null && !isSame(stored, price)) {
      throw new LedgerMisuse(`price version ${price.id} is stored with other prices`);
    }
    if (this.known.size >= KNOWN_MAX) this.known.clear();
    this.known.set(price.id, { ...price });
    return stored === null;
  }

  isKnown(price: PriceVersion): boolean {
    const known = this.known.get(price.id);
    return known !== undefined && isSame(known, price);
  }

  /** After a rollback: what was stored in it is not. */
  clear(): void {
    this.known.clear();
  }
}

export async function findPrice(turn: Pick<WriteTurn, 'all'>, id: string): Promise<PriceVersion | null> {
  const [row] = await turn.all<PriceRow>('SELECT * FROM price_versions WHERE id = $1', [id]);
  if (row === undefined) return null;
  return {
    id: row.id,
    input: Number(row.input),
    cacheRead: Number(row.cache_read),
    cacheWrite: Number(row.cache_write),
    output: Number(row.output),
    reasoning: Number(row.reasoning),
  };
}

function isSame(a: PriceVersion, b: PriceVersion): boolean {
  return (
    a.input === b.input &&
    a.cacheRead === b.cacheRead &&
    a.cacheWrite === b.cacheWrite &&
    a.output === b.output &&
    a.reasoning === b.reasoning
  );
}
