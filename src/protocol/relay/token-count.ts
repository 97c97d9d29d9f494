/** No real answer has more; a larger number is a broken or hostile upstream. */
export const TOKENS_MAX = 1_000_000_000;

/** A token count as an upstream wrote it: null unless it is a whole number from 0 to TOKENS_MAX. */
export function readTokenCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= TOKENS_MAX
    ? value
    : null;
}

/** As readTokenCount, for counts that may be left out: absent and null are 0, nonsense is null. */
export function readOptionalTokenCount(value: unknown): number | null {
  return value === undefined || value === null ? 0 : readTokenCount(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The bytes as a JSON object, or null: for events of an upstream, where nonsense counts as nothing. */
export function parseRecord(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value = JSON.parse(bytes.toString()) as unknown;
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
