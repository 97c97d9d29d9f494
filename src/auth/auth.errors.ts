import { commonErrors } from '../common/errors/common.errors';
import { defineErrors, type CoinopError } from '../common/errors/define-errors';

export const authErrors = defineErrors('auth', {
  bad_credentials: {
    status: 401,
    title: 'Login failed',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'The username or the password is wrong.',
  },
  account_inactive: {
    status: 403,
    title: 'Account inactive',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'This account was deactivated. Ask an admin.',
  },
  login_locked: {
    status: 429,
    title: 'Too many failed logins',
    level: 'info',
    retryable: true,
    detail: (a: { seconds: number }) =>
      `Too many failed logins. Try again in ${a.seconds} second${a.seconds === 1 ? '' : 's'}.`,
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    level: 'info',
    retryable: true,
    detail: (a: { seconds: number }) =>
      `Too many requests from this address. Try again in ${a.seconds} second${a.seconds === 1 ? '' : 's'}.`,
  },
  registration_closed: {
    status: 403,
    title: 'Registration closed',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'On this server admins make the accounts. Ask one of them.',
  },
  invite_needed: {
    status: 403,
    title: 'Invitation needed',
    level: 'info',
    retryable: false,
    detail: (_: object) =>
      'Registration is by invitation, and this server does not hand out invitation links yet: ask an admin for an account.',
  },
  limit_not_yours: {
    status: 403,
    title: 'Not allowed',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'Only an admin may set token_limit. Leave it out.',
  },
  key_not_found: {
    status: 404,
    title: 'No such API key',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'This API key does not exist or is not yours.',
  },
  too_many_keys: {
    status: 409,
    title: 'Too many API keys',
    level: 'info',
    retryable: false,
    detail: (a: { keysMax: number }) =>
      `A user may hold ${a.keysMax} API keys. Revoke one that is not used any more.`,
  },
});

/** Why a credential was refused: programs read the word, people the sentence. */
const REFUSALS = {
  unknown_credential:
    'This is no credential that the server knows: send a JWT, or an API key that begins with sk-coinop-.',
  token_invalid: 'The access token is not valid. Log in again.',
  token_expired: 'The access token has expired. Get a new one from POST /auth/refresh.',
  session_ended: 'This login has ended. Log in again.',
  refresh_reused:
    'This refresh token was used before. Somebody may have copied it, so the whole login was ended. Log in again.',
  key_unknown: 'This API key does not exist. Check that it was copied whole.',
  key_revoked: 'This API key was revoked.',
  key_expired: 'This API key has expired.',
  user_inactive: 'The account behind this credential was deactivated or deleted.',
} as const;
export type Refusal = keyof typeof REFUSALS;

/** `unauthenticated`, saying which of the reasons it is. */
export function refuseCredential(reason: Refusal): CoinopError {
  return commonErrors.unauthenticated(
    { detail: REFUSALS[reason] },
    { members: { reason }, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
  );
}
