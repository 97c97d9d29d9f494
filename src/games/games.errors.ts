import { defineErrors } from '../common/errors/define-errors';

/** Errors of the arcade. The boot script knows the play ones by the header `x-arcade-error`. */
export const gamesErrors = defineErrors('games', {
  game_not_found: {
    status: 404,
    title: 'No such game',
    level: 'info',
    retryable: false,
    detail: (a: { id: string }) => `There is no game ${JSON.stringify(a.id)}.`,
  },
  game_rejected: {
    status: 400,
    title: 'The game cannot be published',
    level: 'info',
    retryable: false,
    detail: (a: { detail: string }) => a.detail,
  },
  game_too_large: {
    status: 413,
    title: 'The game is too large',
    level: 'info',
    retryable: false,
    detail: (a: { limitBytes: number }) => `A game may have up to ${a.limitBytes} bytes.`,
  },
  games_full: {
    status: 409,
    title: 'Too many games',
    level: 'info',
    retryable: false,
    detail: (a: { limit: number }) =>
      `You have ${a.limit} games, which is the most one person may have. Delete one first.`,
  },
  isolation_unavailable: {
    status: 409,
    title: 'No origin for games',
    level: 'warn',
    retryable: false,
    detail: (_: object) =>
      'Games run on an origin of their own, and there is none for the address you opened. Open the arcade at http://localhost on the machine that runs it, or let the operator set GAMES_ORIGIN to a pattern such as https://{game}.example.net.',
  },
  wrong_game: {
    status: 403,
    title: 'Token of another game',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'This play token belongs to another game or another address.',
  },
  play_token_only: {
    status: 403,
    title: 'Only a play token works here',
    level: 'info',
    retryable: false,
    detail: (_: object) =>
      'On the host of a game only the play token of that game is accepted. Call the arcade itself with other logins.',
  },
  play_ended: {
    status: 410,
    title: 'Play session over',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'This play session is over. Start the game again.',
  },
  game_suspended: {
    status: 403,
    title: 'Game suspended',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'This game was taken down and cannot call models any more.',
  },
  session_expired: {
    status: 401,
    title: 'Play session over',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'The play session is over. Open the game in the arcade again.',
  },
  token_expired: {
    status: 401,
    title: 'Play token expired',
    level: 'info',
    retryable: true,
    detail: (_: object) => 'The play token has expired; the play page gives a new one.',
  },
  token_rebind: {
    status: 401,
    title: 'Play token of another network',
    level: 'info',
    retryable: true,
    detail: (_: object) =>
      'The play token was made for another network address; the play page gives a new one.',
  },
});
