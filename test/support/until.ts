/**
 * Polls until `probe` gives something other than undefined or false, and returns that. Tests wait for
 * what they want to see, never for a length of time. Throws naming `what` at the deadline.
 */
export async function until<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  { what = 'the condition', deadlineMs = 15_000, everyMs = 10 }: UntilOptions = {},
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const seen = await probe();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) {
      throw new Error(`waited ${deadlineMs} ms for ${typeof what === 'string' ? what : what()}`);
    }
    await new Promise((next) => setTimeout(next, everyMs));
  }
}

export interface UntilOptions {
  what?: string | (() => string);
  deadlineMs?: number;
  everyMs?: number;
}
