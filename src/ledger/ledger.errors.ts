import { defineErrors } from '../common/errors/define-errors';

export const ledgerErrors = defineErrors('ledger', {
  ledger_storage_unavailable: {
    status: 503,
    title: 'Accounting unavailable',
    level: 'error',
    retryable: true,
    detail: (_: object) =>
      'This server cannot store its accounts right now, so it takes no new calls. Calls that run are settled; try again in a minute.',
  },
  ledger_audit_failed: {
    status: 503,
    title: 'Accounting stopped',
    level: 'error',
    retryable: false,
    detail: (_: object) =>
      'An audit found the accounts inconsistent, so this server takes no new calls until an admin has looked at it and acknowledged the finding.',
  },
  too_many_open_calls: {
    status: 503,
    title: 'Too many open calls',
    level: 'warn',
    retryable: true,
    detail: (a: { openCallsMax: number }) =>
      `This server follows at most ${a.openCallsMax} calls at a time. Try again shortly.`,
  },
});
