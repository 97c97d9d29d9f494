import type { IncomingMessage } from 'node:http';
import { commonErrors } from '../errors/common.errors';

/** Of a body that is refused this much more is read and thrown away before the answer. */
const DISCARD_BYTES_MAX = 64 * 1024 * 1024;
const DISCARD_MS_MAX = 5000;

/** The whole body, at most `limitBytes`. Throws `payload_too_large`, or `invalid_request` when it was cut off. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0);
  return new Promise((resolve, reject) => {
    const refuse = () => {
      request.removeAllListeners('data');
      discard(request, () =>
        reject(
          commonErrors.payload_too_large({ limitBytes }, { headers: { connection: 'close' } }),
        ),
      );
    };
    if (declared > limitBytes) {
      refuse();
      return;
    }
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= limitBytes) parts.push(part);
      else {
        parts.length = 0;
        refuse();
      }
    });
    const cutOff = () => reject(commonErrors.invalid_request({ detail: 'The body was cut off.' }));
    request.once('end', () => {
      // A close after the end is every request's, and an error made for nothing costs more than the body.
      request.off('close', cutOff);
      if (length > limitBytes) return;
      resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts, length));
    });
    // Also with the last byte received: what is not read when the client leaves is thrown away.
    request.once('close', cutOff);
    // Somebody who left before this was called says nothing any more.
    if (request.destroyed || request.readableEnded) cutOff();
  });
}

/**
 * Most clients read nothing before they have sent everything, and a socket that is closed with unread
 * bytes is reset: they would never see the answer. So the rest is read first and thrown away, within
 * bounds.
 */
function discard(request: IncomingMessage, then: () => void): void {
  let rest = DISCARD_BYTES_MAX;
  const timer = setTimeout(then, DISCARD_MS_MAX);
  const done = () => {
    clearTimeout(timer);
    then();
  };
  request.on('data', (part: Buffer) => {
    rest -= part.length;
    if (rest < 0) done();
  });
  request.once('end', done);
  request.once('close', done);
  request.resume();
}
