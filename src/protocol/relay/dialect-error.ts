/** One of our errors on its way into a dialect. Every renderer is a total function of this. */
export interface DialectError {
  /** A code of defineErrors(), or any other: then the status decides. */
  code: string;
  status: number;
  /** For people; many clients show nothing else. */
  message: string;
  requestId: string;
  headers?: Record<string, string>;
  /** When a limit opens again, where one is the cause. */
  resetsAtMs?: number;
}

export interface RenderedDialectError {
  status: number;
  contentType: string;
  headers: Record<string, string>;
  body: string;
}

export const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Coding agents print the message and drop the rest, so where a person will ask their admin (limits, credits,
 * our own faults) the request id stands in the text itself.
 */
export function withRequestId({ message, requestId, status, code }: DialectError): string {
  const isAsked =
    status === 402 || status === 429 || status >= 500 || code === 'insufficient_credits';
  if (!isAsked || requestId === '' || message.includes(requestId)) return message;
  return `${message} (request id: ${requestId})`;
}

/**
 * The headers of an error in any dialect. SDKs retry 409, 429 and 5xx by themselves: where that cannot
 * help (no credits, a wait of over a minute) they are told so, or they sleep for hours with no word to the user.
 */
export function errorHeaders(error: DialectError): Record<string, string> {
  const headers = { ...error.headers };
  const waitS = Number(headers['retry-after'] ?? 0);
  const isHopeless = error.code === 'insufficient_credits' || error.status === 402 || waitS > 60;
  if (isHopeless) headers['x-should-retry'] ??= 'false';
  return headers;
}
