import { defineErrors } from './define-errors';

/** Errors that any module may raise. */
export const commonErrors = defineErrors('common', {
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    level: 'info',
    retryable: false,
    detail: (a: { detail: string }) => a.detail,
  },
  headers_too_large: {
    status: 431,
    title: 'Headers too large',
    level: 'info',
    retryable: false,
    detail: () => 'The headers are larger than this server reads.',
  },
  request_timeout: {
    status: 408,
    title: 'Request timed out',
    level: 'info',
    retryable: true,
    detail: () => 'The request did not arrive in time.',
  },
  unauthenticated: {
    status: 401,
    title: 'Not signed in',
    level: 'info',
    retryable: false,
    detail: (a: { detail?: string }) =>
      a.detail ??
      'This needs a valid login: send "Authorization: Bearer <JWT or API key>" or "x-api-key: sk-coinop-…".',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    level: 'info',
    retryable: false,
    detail: (a: { detail?: string }) =>
      a.detail ?? 'Your login does not have the right to do this.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    level: 'info',
    retryable: false,
    detail: (a: { what: string }) => `${a.what} does not exist.`,
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    level: 'info',
    retryable: false,
    detail: (a: { allow: string }) => `This address answers ${a.allow}.`,
  },
  upgrade_refused: {
    status: 426,
    title: 'No WebSocket here',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'This address speaks plain HTTP: send a POST instead of an upgrade.',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    level: 'info',
    retryable: false,
    detail: (a: { detail: string }) => a.detail,
  },
  payload_too_large: {
    status: 413,
    title: 'Body too large',
    level: 'info',
    retryable: false,
    detail: (a: { limitBytes: number }) =>
      `The body is larger than the ${a.limitBytes} bytes allowed here.`,
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    level: 'info',
    retryable: false,
    detail: (a: { expected: string }) => `Send the body as ${a.expected}.`,
  },
  misdirected: {
    status: 421,
    title: 'Unknown host',
    level: 'info',
    retryable: false,
    detail: (_: object) =>
      'This server does not answer under the host name in the request. Set PUBLIC_URL to the address people use.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    level: 'info',
    retryable: true,
    detail: (a: { detail: string }) => a.detail,
  },
  internal: {
    status: 500,
    title: 'Internal error',
    level: 'error',
    retryable: true,
    detail: (_: object) =>
      'Something went wrong on this server. The request id finds it in the log.',
  },
});
