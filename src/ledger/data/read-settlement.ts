import type { Database } from '../../common/database/database';
import type { Settlement } from '../ledger.types';

/** What a call was settled with; null while it is open. */
export async function readSettlement(
  database: Database,
  intentId: string,
): Promise<Settlement | null> {
  const [row]: { charged_tokens: number | string; charged_micro_credits: number | string }[] =
    await database.read.query(
      "SELECT charged_tokens, charged_micro_credits FROM intents WHERE id = $1 AND state <> 'reserved'",
      [intentId],
    );
  if (row === undefined) return null;
  return {
    chargedTokens: Number(row.charged_tokens),
    chargedMicroCredits: Number(row.charged_micro_credits),
  };
}
