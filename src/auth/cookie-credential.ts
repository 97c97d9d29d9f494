import { Injectable, type ExecutionContext } from '@nestjs/common';
import { contextReply, contextRequest } from '../common/http/context-request';
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

  /** Null when there is no cookie; throws `unauthenticated`, or `forbidden` when another site sent it. */
  identify(context: ExecutionContext): Caller | null | Promise<Caller> {
    const cookie = this.cookies.read(contextRequest(context));
    if (cookie === undefined) return null;
    const found = this.sessions.resolveCookie(cookie);
    return found instanceof Promise
      ? found.then((loaded) => this.ofSession(loaded, context))
      : this.ofSession(found, context);
  }

  private ofSession(found: CookieSession, context: ExecutionContext): Caller | Promise<Caller> {
    const caller = this.callers.ofSession(found.session, 'session');
    return found.renew === undefined ? caller : this.renew(found.renew, caller, context);
  }

  private async renew(
    renew: () => Promise<string | null>,
    caller: Caller | Promise<Caller>,
    context: ExecutionContext,
  ): Promise<Caller> {
    const allowed = await caller;
    const cookie = await renew();
    if (cookie !== null) this.cookies.write(contextRequest(context), contextReply(context), cookie);
    return allowed;
  }
}
