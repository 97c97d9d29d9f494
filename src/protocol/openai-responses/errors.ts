import { renderOpenAiError } from '../openai-chat/errors';
import {
  withRequestId,
  type DialectError,
  type RenderedDialectError,
} from '../relay/dialect-error';

/**
 * As the chat dialect, but a wait of over a minute is told the way Codex understands: it sleeps through a
 * long `retry-after`, and prints the time of `resets_at` for an error of this type.
 */
export function renderOpenAiResponsesError(error: DialectError): RenderedDialectError {
  const rendered = renderOpenAiError(error);
  const waitS = Number(error.headers?.['retry-after'] ?? 0);
  if (error.status !== 429 || waitS <= 60) return rendered;
  const { 'retry-after': _wait, 'retry-after-ms': _waitMs, ...headers } = rendered.headers;
  const resetsAt =
    error.resetsAtMs === undefined ? {} : { resets_at: Math.ceil(error.resetsAtMs / 1000) };
  return {
    ...rendered,
    headers,
    body: JSON.stringify({
      error: {
        message: withRequestId(error),
        type: 'usage_limit_reached',
        param: null,
        code: 'usage_limit_reached',
        ...resetsAt,
      },
    }),
  };
}

/** SDKs do not throw for this event; agents read it. */
export function renderOpenAiResponsesStreamError(error: DialectError): Buffer {
  const event = {
    type: 'response.failed',
    response: {
      object: 'response',
      status: 'failed',
      error: { code: error.code, message: withRequestId(error) },
    },
  };
  return Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}
