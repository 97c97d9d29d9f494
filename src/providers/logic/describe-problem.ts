/**
 * Why a provider could not be asked, for admins: a status or a transport's code, never text of the
 * upstream, which may repeat the key it was given.
 */
export function describeProblem(error: unknown): string {
  if (!(error instanceof Error)) return 'It could not be asked.';
  const { status } = error as { status?: unknown };
  if (typeof status === 'number') return `It answered ${status}.`;
  const code = codeOf(error);
  if (code === 'ADDRESS_REFUSED') return 'Its address is one that this server never dials.';
  if (code !== null) return `It could not be reached (${code}).`;
  const ours = /^the list of models was answered with (\d{3})$/u.exec(error.message);
  if (ours !== null) return `It answered ${ours[1]}.`;
  return error.name === 'TimeoutError'
    ? 'It did not answer in time.'
    : 'It did not answer with a list of models.';
}

/** SDKs wrap what the socket said, `fetch` wraps it once more. */
function codeOf(error: Error): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string') return code;
    at = at.cause;
  }
  return null;
}
