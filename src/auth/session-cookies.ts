import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from '../common/config/config';
import { commonErrors } from '../common/errors/common.errors';
import type { CoinopRequest } from '../common/http/context-request';
import { cookieFault, isOwnOrigin } from './logic/own-origin';
import { readCookie, renderCookie } from './logic/session-cookie';
import { SESSION_IDLE_MS } from './sessions';

/** The session cookie on the wire: who may send it, and how it is written. */
@Injectable()
export class SessionCookies {
  private readonly publicOrigin: string | null;

  constructor(config: Config) {
    const { PUBLIC_URL } = config.env;
    this.publicOrigin = PUBLIC_URL === undefined ? null : new URL(PUBLIC_URL).origin;
  }

  /** The cookie's value, undefined when there is none. Throws `forbidden` when it came from a page not ours. */
  read(request: CoinopRequest): string | undefined {
    const { headers } = request;
    // Game hosts have no login: whatever cookie arrives there was tossed by somebody.
    if (request.face?.kind === 'game') return undefined;
    const cookie = readCookie(headers.cookie, this.isHttps(request));
    if (cookie === undefined) return undefined;
    const fault = cookieFault({
      method: request.method,
      host: headers.host,
      origin: headers.origin,
      secFetchSite: headers['sec-fetch-site'] as string | undefined,
      contentType: headers['content-type'],
      hasCsrfHeader: headers['x-coinop-csrf'] === '1',
      publicOrigin: this.publicOrigin,
    });
    if (fault !== null) throw commonErrors.forbidden({ detail: fault });
    return cookie;
  }

  /** Null takes the cookie away. */
  write(request: CoinopRequest, reply: FastifyReply, value: string | null): void {
    reply.header('set-cookie', renderCookie(this.isHttps(request), value, SESSION_IDLE_MS));
  }

  /** Is this a page of ours, or no page at all? */
  isOwnPage(request: CoinopRequest): boolean {
    const { origin, host } = request.headers;
    return origin === undefined || isOwnOrigin(origin, { host, publicOrigin: this.publicOrigin });
  }

  private isHttps(request: CoinopRequest): boolean {
    return this.publicOrigin?.startsWith('https:') === true || request.protocol === 'https';
  }
}
