import { Config } from '../common/config/config';
import type { Environment } from '../common/config/environment.schema';
import { openForReading } from '../common/database/open-for-reading';
import { auditStored } from '../ledger/stored-audit';

/** `npm run audit`: prints every invariant of the accounts; resolves to the exit code, 1 when one is broken. */
export async function audit(env: Environment): Promise<number> {
  const reader = await openForReading(new Config(env));
  try {
    const { ok, checks } = await auditStored(reader, !reader.isInUse);
    for (const { name, violations } of checks) {
      console.log(
        `${violations === 0 ? 'ok    ' : 'BROKEN'} ${name}${violations === 0 ? '' : `: ${violations}`}`,
      );
    }
    console.log(ok ? `audit clean: ${checks.length} invariants hold` : 'audit FAILED');
    return ok ? 0 : 1;
  } finally {
    await reader.close();
  }
}
