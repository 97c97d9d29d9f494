import {
  errorHeaders,
  JSON_TYPE,
  withRequestId,
  type DialectError,
  type RenderedDialectError,
} from '../relay/dialect-error';

/** The dialect has one field for people and none for programs. */
export function renderOllamaError(error: DialectError): RenderedDialectError {
  return {
    status: error.status,
    contentType: JSON_TYPE,
    headers: errorHeaders(error),
    body: JSON.stringify({ error: withRequestId(error) }),
  };
}

/** An error after the status line is gone: clients treat a line with `error` as thrown. */
export function renderOllamaStreamError(error: DialectError): Buffer {
  return Buffer.from(`${JSON.stringify({ error: withRequestId(error) })}\n`);
}
