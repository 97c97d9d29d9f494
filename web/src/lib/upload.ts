import { errorFromBody, offlineError, toApiError } from './api-error';
import { CSRF_HEADER } from './rest';

/**
 * Sends a form with files and tells how far it got, from 0 to 1. XMLHttpRequest, because fetch has no
 * progress of what is sent.
 */
export function upload<T>(
  path: string,
  form: FormData,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries(CSRF_HEADER)) request.setRequestHeader(name, value);
    request.setRequestHeader('accept', 'application/json');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('error', () => reject(offlineError()));
    request.addEventListener('abort', () => reject(new DOMException('Cancelled', 'AbortError')));
    request.addEventListener('load', () => {
      const { status, responseText } = request;
      if (status < 200 || status >= 300) {
        reject(errorFromBody(status, responseText, request.getResponseHeader('x-request-id')));
        return;
      }
      try {
        resolve(JSON.parse(responseText) as T);
      } catch (error) {
        reject(toApiError(error));
      }
    });
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
