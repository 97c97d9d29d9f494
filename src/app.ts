import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  LogController,
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { ApiDocument } from './api-docs/api-document';
import { AppModule } from './app.module';
import { Config } from './common/config/config';
import type { Environment } from './common/config/environment.schema';
import { registerBodyParsers } from './common/http/body-parsers';
import { closeWhenIdle } from './common/http/close-when-idle';
import { ErrorFaces } from './common/http/error-faces';
import { newRequestId } from './common/http/request-id';
import { tidyAddress } from './common/http/tidy-address';
import { watchAddresses } from './common/http/unknown-addresses';
import {
  refuseUnreadable,
  refuseUnroutable,
  requireOneHost,
} from './common/http/unreadable-requests';
import { dialectOf } from './inference/dialect-paths';
import { createPino, PinoLogger } from './common/telemetry/logger';

/** Characters between two slashes of an address; names of models are the longest there are. */
const ADDRESS_PART_LENGTH_MAX = 500;

/** How often connections are looked at that keep the server waiting for their request. */
const LOOK_AT_CONNECTIONS_MS = 5000;
const HEADERS_TIMEOUT_MS = 60_000;

/** Connections the kernel keeps while we are busy; Node's own 511 drops some of a thousand clients that come at once. */
const CONNECTIONS_WAITING_MAX = 4096;

/** Builds the whole application, ready to listen. */
export async function createApp(env: Environment): Promise<NestFastifyApplication> {
  const logger = createPino(env);
  if (env.REDIS_URL !== undefined) {
    logger.warn('REDIS_URL is set, but this version shares nothing through Redis yet');
  }
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own for every request would be a fifth of what a request allocates.
    childLoggerFactory: (root: FastifyBaseLogger) => root,
    genReqId: newRequestId,
    rewriteUrl: ({ url }: { url?: string }) => tidyAddress(url ?? '/'),
    requestTimeout: env.REQUEST_TIMEOUT_MS,
    bodyLimit: env.BODY_BYTES_MAX,
    trustProxy: env.TRUST_PROXY === '' ? false : env.TRUST_PROXY,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: refuseUnreadable,
    http: {
      requireHostHeader: false,
      connectionsCheckingInterval: LOOK_AT_CONNECTIONS_MS,
      // Node takes the smaller of the two for the headers and the larger for the whole request.
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, env.REQUEST_TIMEOUT_MS),
      requestTimeout: env.REQUEST_TIMEOUT_MS,
    },
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      refuseUnroutable(app.get(ErrorFaces), request, reply),
    routerOptions: { maxParamLength: ADDRESS_PART_LENGTH_MAX },
  });
  // First of all hooks, so that also what later ones refuse has an id.
  sayRequestId(adapter);
  requireOneHost(adapter.getInstance());
  closeWhenIdle(adapter.getInstance());
  const addresses = watchAddresses(adapter.getInstance());
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(
    AppModule,
    adapter,
    {
      logger: new PinoLogger(logger),
      abortOnError: false,
      bodyParser: false,
    },
  );
  app.get(ApiDocument).describe(app);
  // After the host guard's hook: on a game's host a file may have any name.
  addresses.refuse();
  registerBodyParsers(app, {
    limitBytes: env.BODY_BYTES_MAX,
    readsItself: (path) => dialectOf(path) !== null,
  });
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  return app;
}

/** Listens and says where, on one line that programs wait for. */
export async function listen(app: NestFastifyApplication): Promise<string> {
  const { PORT, HOST } = app.get(Config).env;
  await app.listen({ port: PORT, host: HOST, backlog: CONNECTIONS_WAITING_MAX });
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://${HOST.includes(':') && !HOST.startsWith('[') ? `[${HOST}]` : HOST}:${port}`;
  process.stdout.write(`coinop listening on ${url}\n`);
  return url;
}

/** On every answer, under both names: the OpenAI clients read the first, the Anthropic clients the second. */
function sayRequestId(adapter: FastifyAdapter): void {
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    reply.headers({ 'x-request-id': request.id, 'request-id': request.id });
    done();
  });
}
