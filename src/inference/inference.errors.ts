import { defineErrors } from '../common/errors/define-errors';

/** What can go wrong between a caller and a model. */
export const inferenceErrors = defineErrors('inference', {
  model_not_allowed: {
    status: 403,
    title: 'Model not allowed',
    level: 'info',
    retryable: false,
    detail: (a: { model: string; by: string; allowed: string }) =>
      `${a.by} may not use ${JSON.stringify(a.model)}. It may use: ${a.allowed}.`,
  },
  insufficient_credits: {
    status: 402,
    title: 'Not enough credits',
    level: 'info',
    retryable: false,
    detail: (a: { required: number; available: number }) =>
      `This call needs ${a.required} micro-credits, and ${a.available} are available.`,
  },
  call_in_progress: {
    status: 409,
    title: 'Call in progress',
    level: 'info',
    retryable: true,
    detail: (a: { requestId: string }) =>
      `A call with this Idempotency-Key is still running as ${a.requestId}: wait for it and ask again.`,
  },
  idempotency_mismatch: {
    status: 422,
    title: 'Idempotency key reused',
    level: 'info',
    retryable: false,
    detail: (a: { requestId: string }) =>
      `This Idempotency-Key belongs to a different request (${a.requestId}): use a new key for a new request.`,
  },
  answer_lost: {
    status: 409,
    title: 'Answer no longer available',
    level: 'info',
    retryable: false,
    detail: (a: { requestId: string }) =>
      `The call with this Idempotency-Key (${a.requestId}) ended without an answer that can be repeated: use a new key to call again.`,
  },
  upstream_rejected: {
    status: 400,
    title: 'Refused by the provider',
    level: 'info',
    retryable: false,
    detail: (a: { message: string }) => a.message,
  },
  context_length_exceeded: {
    status: 400,
    title: 'Too long for the model',
    level: 'info',
    retryable: false,
    detail: (a: { message: string }) => a.message,
  },
  upstream_overloaded: {
    status: 503,
    title: 'The provider is overloaded',
    level: 'warn',
    retryable: true,
    detail: (a: { message: string }) => a.message,
  },
  upstream_failed: {
    status: 502,
    title: 'The provider failed',
    level: 'warn',
    retryable: true,
    detail: (a: { message: string }) => a.message,
  },
  upstream_timeout: {
    status: 504,
    title: 'The provider did not answer in time',
    level: 'warn',
    retryable: true,
    detail: (a: { provider: string }) => `${a.provider} did not answer in time.`,
  },
  upstream_interrupted: {
    status: 502,
    title: 'The answer broke off',
    level: 'warn',
    retryable: true,
    detail: (a: { provider: string }) => `${a.provider} broke off in the middle of the answer.`,
  },
  call_stopped: {
    status: 403,
    title: 'Stopped',
    level: 'info',
    retryable: false,
    detail: (a: { reason: string }) => `This call was stopped: ${a.reason}.`,
  },
  shutting_down: {
    status: 503,
    title: 'Shutting down',
    level: 'info',
    retryable: true,
    detail: (_: object) => 'This server is restarting. Try again in a moment.',
  },
});
