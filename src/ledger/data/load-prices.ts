import { jsonRows, type Dialect, type Statements } from '../../common/database/statements';
import type { PriceVersion } from '../ledger.types';
import { LedgerMisuse } from '../logic/check-requests';

const PRICE = {
  id: 'text',
  input: 'integer',
  cache_read: 'integer',
  cache_write: 'integer',
  output: 'integer',
  reasoning: 'integer',
} as const;
const KNOWN_MAX = 10_000;

interface PriceRow {
  id: string;
  input: number | string;
  cache_read: number | string;
  cache_write: number | string;
  output: number | string;
  reasoning: number | string;
}

function sqlOf(dialect: Dialect) {
  const columns = Object.keys(PRICE).join(', ');
  return {
    ensure: `INSERT INTO price_versions (${columns}) SELECT ${columns} FROM ${jsonRows(dialect, '$1', PRICE)} r
      WHERE true ON CONFLICT DO NOTHING`,
    select: 'SELECT * FROM price_versions WHERE id = $1',
  };
}

const SQL = { sqlite: sqlOf('sqlite'), postgres: sqlOf('postgres') };

/** Price versions known to be stored. They never change, so once seen is seen. */
export class KnownPrices {
  private readonly known = new Map<string, PriceVersion>();

  /** Stores the version if it is new. Throws LedgerMisuse when its id stands for other prices. */
  async ensure(statements: Statements, price: PriceVersion): Promise<void> {
    if (this.isKnown(price)) return;
    const sql = SQL[statements.dialect];
    const values = [
      price.id,
      price.input,
      price.cacheRead,
      price.cacheWrite,
      price.output,
      price.reasoning,
    ];
    await statements.run(sql.ensure, [JSON.stringify([values])]);
    const stored = await findPrice(statements, price.id);
    if (stored === null || !isSame(stored, price)) {
      throw new LedgerMisuse(`price version ${price.id} is stored with other prices`);
    }
    if (this.known.size >= KNOWN_MAX) this.known.clear();
    this.known.set(price.id, stored);
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

export async function findPrice(statements: Statements, id: string): Promise<PriceVersion | null> {
  const [row] = await statements.all<PriceRow>(SQL[statements.dialect].select, [id]);
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
