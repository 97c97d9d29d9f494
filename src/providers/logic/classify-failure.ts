import type { UpstreamFailure } from '../providers.types';

interface SocketFailure {
  code?: string;
  message: string;
  /** Set by our connector. */
  bytesRead?: number;
  /** Set by undici on its own socket errors. */
  socket?: { bytesRead?: number };
}

/** The connection was never made, so nothing can have run. */
const NOT_SENT = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ADDRESS_REFUSED',
]);
const TLS_FAILURE = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/u;
const TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
/** How a dead connection shows itself. */
const BROKEN = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** What a transport error means for the call's bill; see UpstreamFailureKind. */
export function classifyFailure(error: Error, hasStarted: boolean): UpstreamFailure {
  const { code = '', message } = error as SocketFailure;
  const isTimeout = TIMEOUTS.has(code);
  const detail = code === '' ? message : `${code}: ${message}`;
  if (hasStarted) return { kind: 'interrupted', isTimeout, detail };
  const wasNotSent = NOT_SENT.has(code) || TLS_FAILURE.test(code);
  return { kind: wasNotSent ? 'not-sent' : 'no-answer', isTimeout, detail };
}

/**
 * True when a socket died that had already carried an earlier answer: servers close after a stream
 * while promising to keep alive, so the request can be sent once more on a fresh one.
 */
export function isStaleSocket(error: Error): boolean {
  const failure = error as SocketFailure;
  if (!BROKEN.has(failure.code ?? '')) return false;
  return (failure.socket?.bytesRead ?? failure.bytesRead ?? 0) > 0;
}
