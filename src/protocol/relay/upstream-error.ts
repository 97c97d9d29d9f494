import { isRecord, parseRecord } from './token-count';

/** An upstream's refusal in our words. */
export interface UpstreamError {
  /** Our code; the dialect renderers know it. */
  code: string;
  /** The status to answer with. */
  status: number;
  /** Safe to show: the upstream's own text only where it speaks of the caller's request. */
  message: string;
  /** Could another deployment, or the same one later, answer? */
  isRetryable: boolean;
}

const MESSAGE_CHARS_MAX = 500;
const BODY_BYTES_MAX = 65_536;

/**
 * What an upstream's error status and body mean for our caller. A 4xx about the request is passed on with its
 * status and text. 401 and 403 are about this server's own key: the caller can do nothing about them
 * and learns nothing of it. A 429 is the provider's limit, not the caller's, and says so. Enumerations
 * are mapped here one by one; shapes understood: Anthropic, OpenAI and llama.cpp (`error.message`), Ollama (`error`
 * as text), FastAPI (`detail`).
 */
export function fromUpstreamError(status: number, body: Buffer): UpstreamError {
  const text = readMessage(body);
  switch (status) {
    case 401:
    case 403:
      return failed(
        'upstream_failed',
        502,
        'The model provider refused the credentials of this server.',
      );
    case 402:
      return failed(
        'upstream_failed',
        502,
        'The account of this server at the model provider has no credit left.',
      );
    case 408:
    case 504:
      return failed('upstream_timeout', 504, 'The model provider took too long to answer.');
    case 429:
      return failed(
        'upstream_overloaded',
        429,
        'The model provider is limiting this server at the moment; your own allowance is untouched.',
      );
    case 503:
    case 529:
      return failed(
        'upstream_overloaded',
        status,
        'The model provider is overloaded at the moment.',
      );
    default:
      return status >= 400 && status < 500
        ? aboutTheRequest(status, text)
        : failed(
            'upstream_failed',
            status >= 500 && status <= 599 ? status : 502,
            'The model provider failed to answer.',
          );
  }
}

function failed(code: string, status: number, message: string): UpstreamError {
  return { code, status, message, isRetryable: true };
}

function aboutTheRequest(status: number, text: string | null): UpstreamError {
  const message = text ?? 'The model provider did not accept the request.';
  return { code: codeOf(status, message), status, message, isRetryable: false };
}

function codeOf(status: number, message: string): string {
  if (status === 404) return 'model_not_found';
  if (status === 409) return 'conflict';
  if (status === 413) return 'payload_too_large';
  const isTooLong =
    /context (size|length|window)|maximum context|prompt is too long|too many tokens/i.test(
      message,
    );
  return isTooLong ? 'context_length_exceeded' : 'invalid_request';
}

function readMessage(body: Buffer): string | null {
  if (body.length > BODY_BYTES_MAX) return null;
  const parsed = parseRecord(body);
  if (parsed === null) return null;
  const { error, detail, message } = parsed;
  const found = [isRecord(error) ? error['message'] : error, message, detail].find(
    (candidate) => typeof candidate === 'string' && candidate !== '',
  );
  return typeof found === 'string' ? strip(found) : null;
}

/** Keys, addresses and control characters never leave, whatever an upstream quotes in its text. */
export function strip(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u001f\u007f]+/g, ' ')
      .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)]+/gi, '[address]')
      .replace(/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, '[address]')
      .replace(/\blocalhost(?::\d+)?\b/gi, '[address]')
      .replace(/\b(?:sk|pk|gsk|hf|rk|xai|pt|key)[-_][\w*.-]{6,}/gi, '[key]')
      .replace(/\bBearer\s+\S+/gi, 'Bearer [key]')
      .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[key]')
      .slice(0, MESSAGE_CHARS_MAX)
  );
}
