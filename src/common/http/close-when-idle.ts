import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';

const LOOK_EVERY_MS = 50;

/**
 * A server that closes hangs up on connections that are idle at that moment, and then waits for the
 * others. One that becomes idle a moment later, because its last answer is through, would be waited for
 * until its client gives up keep-alive. So idle ones are looked for until none is left.
 */
export function closeWhenIdle(fastify: FastifyInstance): void {
  const server = fastify.server as Server;
  fastify.addHook('preClose', (done) => {
    const timer = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
    server.once('close', () => clearInterval(timer));
    done();
  });
}
