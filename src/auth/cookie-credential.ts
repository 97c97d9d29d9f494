import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CoinopRequest } from '../common/http/context-request';
import type { Caller } from '../common/security/caller';
import { Callers } from './callers';
import { SessionCookies } from './session-cookies';
import { Sessions, type CookieSession } from './sessions';

/** The caller behind the session cookie; the answer carries a new cookie when one is due. */
@Injectable()
export class CookieCredential {
  constructor(
    private readonly cookies: SessionCookies,
    private readonly sessions: Sessions,
    private readonly callers: Callers,
  ) {}

  /**
   * Null when there is no cookie; throws `unauthenticated`, or `forbidden` when another site sent it.
   * Without a reply nothing is renewed.
   */
  identify(request: CoinopRequest, reply?: FastifyReply): Caller | null | Promise<Caller> {
    const cookie = this.cookies.read(request);
    if (cookie === undefined) return null;
    const write = reply && ((value: string) => this.cookies.write(request, reply, value));
    const found = this.sessions.resolveCookie(cookie);
    return found instanceof Promise
      ? found.then((loaded) => this.ofSession(loaded, write))
      : this.ofSession(found, write);
  }

  private ofSession(
    { session, renew }: CookieSession,
    write: ((value: string) => void) | undefined,
  ): Caller | Promise<Caller> {
    const caller = this.callers.ofSession(session, 'session');
    if (renew === undefined || write === undefined) return caller;
    return renewed(renew, caller, write);
  }
}

async function renewed(
  renew: () => Promise<string | null>,
  caller: Caller | Promise<Caller>,
  write: (value: string) => void,
): Promise<Caller> {
  const allowed = await caller;
  const cookie = await renew();
  if (cookie !== null) write(cookie);
  return allowed;
}
