import { defineErrors } from '../common/errors/define-errors';

export const usersErrors = defineErrors('users', {
  user_not_found: {
    status: 404,
    title: 'No such user',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'This user does not exist.',
  },
  username_taken: {
    status: 409,
    title: 'Username taken',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'Somebody already has this username (case does not count).',
  },
  last_admin: {
    status: 409,
    title: 'Last admin',
    level: 'info',
    retryable: false,
    detail: (_: object) =>
      'This is the last active admin. Make another user an active admin first, so that nobody is locked out.',
  },
  password_unfit: {
    status: 400,
    title: 'Password unfit',
    level: 'info',
    retryable: false,
    detail: (a: { fault: string }) => a.fault,
  },
  hashing_busy: {
    status: 503,
    title: 'Busy',
    level: 'warn',
    retryable: true,
    detail: (_: object) => 'Too many logins are being checked at the moment. Try again shortly.',
  },
});
