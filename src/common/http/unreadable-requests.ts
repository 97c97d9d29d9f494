import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { commonErrors } from '../errors/common.errors';
import type { CoinopError } from '../errors/define-errors';
import { renderProblem, type ErrorFaces } from './error-faces';
import { newRequestId } from './request-id';

interface ConnectionError extends Error {
  code?: string;
}

/**
 * Answers what could not be read as a request. There is no address to choose a dialect by, so the
 * answer is problem+json for everybody; the connection is closed, for what follows cannot be trusted.
 */
export function refuseUnreadable(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const id = newRequestId();
  const { status, contentType, body } = renderProblem(refusalOf(error), id);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${contentType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    `request-id: ${id}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function refusalOf({ code }: ConnectionError): CoinopError {
  if (code === 'HPE_HEADER_OVERFLOW') return commonErrors.headers_too_large({});
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return commonErrors.request_timeout({});
  const detail = 'This is not a request in HTTP/1.1 as it is defined.';
  return commonErrors.invalid_request({ detail });
}

/**
 * Answers an address that no router can take: broken percent signs, or a part without end. Fastify runs
 * no hooks for it, so the ids are set here.
 */
export function refuseUnroutable(
  faces: ErrorFaces,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const refusal = commonErrors.invalid_request({ detail: 'This address is not a valid one.' });
  const path = request.url.split('?', 1)[0]!;
  const { status, contentType, headers, body } = faces.render(path, refusal, request.id);
  void reply
    .status(status)
    .headers({ ...headers, 'x-request-id': request.id, 'request-id': request.id })
    .header('content-type', contentType)
    .send(body);
}

/**
 * A request names one host. Node takes the first of several and, told to, refuses none without a
 * request id; a proxy in front may have judged by the other one.
 */
export function requireOneHost(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (countHosts(request.raw.rawHeaders) === 1 || request.raw.httpVersionMinor === 0) {
      done();
      return;
    }
    void reply.header('connection', 'close');
    done(commonErrors.invalid_request({ detail: 'A request names exactly one Host.' }));
  });
}

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}
