/** A credential longer than this is not one of ours; our longest is a JWT of about 400 characters. */
export const CREDENTIAL_CHARACTERS_MAX = 2048;

/**
 * The token a request presents: `Authorization: Bearer` or `x-api-key`, whichever holds something that
 * we know, because some clients fill both and mean only one. When neither is known, the first is
 * returned, to be refused. Undefined when there is none; other schemes (a proxy's Basic) are not ours.
 */
export function presentedToken(
  authorization: string | undefined,
  apiKey: string | string[] | undefined,
  isKnown: (token: string) => boolean,
): string | undefined {
  const bearer = bearerOf(authorization);
  if (bearer !== undefined && isKnown(bearer)) return bearer;
  const other = typeof apiKey === 'string' && apiKey !== '' ? apiKey.trim() : undefined;
  if (other !== undefined && isKnown(other)) return other;
  return bearer ?? other;
}

function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length < 8) return undefined;
  if (authorization.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  const token = authorization.slice(7).trim();
  return token === '' ? undefined : token;
}
