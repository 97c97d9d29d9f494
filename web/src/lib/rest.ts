import { ApiError, errorFromBody, offlineError } from './api-error';

/** Sent on every call: a form or an image on another site cannot add it, so it proves the call is ours. */
export const CSRF_HEADER = { 'x-coinop-csrf': '1' } as const;

type SignedOutListener = () => void;
let onSignedOut: SignedOutListener = () => undefined;

/** Called once per answer that says the session is over. */
export function listenForSignOut(listener: SignedOutListener): void {
  onSignedOut = listener;
}

export interface RestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
  /** A 401 here is an answer, not the end of the session: the log-in form, the first look at who is in. */
  isSignInAttempt?: boolean;
}

/** The raw answer of a successful call; throws ApiError otherwise. */
export async function send(path: string, options: RestOptions = {}): Promise<Response> {
  const { method = 'GET', body, signal, isSignInAttempt = false } = options;
  const headers: Record<string, string> = { ...CSRF_HEADER, accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw offlineError();
  }
  if (response.ok) return response;
  const error = errorFromBody(
    response.status,
    await response.text(),
    response.headers.get('x-request-id'),
  );
  if (error.isSignedOut && !isSignInAttempt) onSignedOut();
  throw error;
}

/** The one REST client: JSON in, JSON out, `undefined` for an empty answer. */
export async function rest<T>(path: string, options: RestOptions = {}): Promise<T> {
  const response = await send(path, options);
  const text = await response.text();
  if (text === '') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError(
      response.status,
      'not_json',
      'The server answered something other than JSON. Is a proxy in between?',
      response.headers.get('x-request-id'),
    );
  }
}
