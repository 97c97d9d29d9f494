import type { IncomingMessage } from 'node:http';
import { commonErrors } from '../errors/common.errors';

/** After a refused body, this much more is read and thrown away so that the client can see the answer. */
const LINGER_BYTES_MAX = 64 * 1024 * 1024;
const LINGER_MS = 5000;

/** The whole body, at most `limitBytes`. Throws `payload_too_large`, or `invalid_request` when it was cut off. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0);
  return new Promise((resolve, reject) => {
    const refuse = () => {
      request.removeAllListeners('data');
      linger(request);
      reject(commonErrors.payload_too_large({ limitBytes }, { headers: { connection: 'close' } }));
    };
    if (declared > limitBytes) {
      refuse();
      return;
    }
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      if (length > limitBytes) refuse();
      else parts.push(part);
    });
    request.once('end', () =>
      resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts, length)),
    );
    request.once('close', () => {
      if (!request.complete)
        reject(commonErrors.invalid_request({ detail: 'The body was cut off.' }));
    });
  });
}

/**
 * Closing a socket with unread bytes resets it, and the client may then never see why. So a refused
 * body is read on for a while and thrown away.
 */
function linger(request: IncomingMessage): void {
  let rest = LINGER_BYTES_MAX;
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  timer.unref();
  request.on('data', (part: Buffer) => {
    rest -= part.length;
    if (rest < 0) request.destroy();
  });
  request.once('close', () => clearTimeout(timer));
  request.resume();
}
