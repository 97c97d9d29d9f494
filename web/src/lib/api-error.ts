/** What went wrong, in the words of the server where it said any, with the id that finds it in the log. */
export class ApiError extends Error {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;

  constructor(status: number, code: string, message: string, requestId: string | null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }

  get isSignedOut(): boolean {
    return this.status === 401 || this.code === 'UNAUTHENTICATED';
  }
}

export function offlineError(): ApiError {
  return new ApiError(
    0,
    'offline',
    'The server did not answer. Check that it is running and that you are online.',
    null,
  );
}

/** Total: whatever was thrown becomes something a page can show. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ApiError(0, 'unexpected', message, null);
}

/** Any of the shapes our server answers errors in: problem+json, or a dialect's envelope. */
interface ErrorBody {
  detail?: string;
  title?: string;
  code?: string;
  request_id?: string;
  error?: string | { message?: string; type?: string };
}

/** Reads an unsuccessful answer. */
export function errorFromBody(status: number, text: string, requestId: string | null): ApiError {
  let body: ErrorBody = {};
  try {
    body = JSON.parse(text) as ErrorBody;
  } catch {
    // A proxy in between may answer HTML: the status is then all there is to tell.
  }
  const inner = typeof body.error === 'string' ? { message: body.error } : body.error;
  const message = body.detail ?? inner?.message ?? body.title ?? `The server answered ${status}.`;
  return new ApiError(status, body.code ?? 'unknown', message, body.request_id ?? requestId);
}
