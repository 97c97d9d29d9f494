import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { commonErrors } from '../common/errors/common.errors';
import { contextReply, contextRequest, type CoinopRequest } from '../common/http/context-request';
import { ALLOW_KEY } from '../common/security/allow';
import type { Caller, Permission } from '../common/security/caller';
import { Identification } from './identification';

/**
 * The one gate of the server. Every edge names its permission with @Allow; an edge that names none is
 * closed. Answers without a promise once the memory is warm: this runs before every single request.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly log = new Logger('auth');
  /** Permission by handler, so that metadata is read once. */
  private readonly permissions = new WeakMap<object, Permission>();

  constructor(
    private readonly reflector: Reflector,
    private readonly identification: Identification,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const permission = this.permissionOf(context);
    const request = contextRequest(context);
    // A GraphQL request passes here once for each field of Query or Mutation.
    if (request.caller !== undefined) return admit(request, request.caller, permission);
    if (permission === 'public') return this.greet(request, contextReply(context));
    const caller = this.identification.identify(request, contextReply(context));
    if (caller instanceof Promise) return caller.then((found) => admit(request, found, permission));
    if (caller === null) {
      throw commonErrors.unauthenticated({}, { headers: { 'www-authenticate': 'Bearer' } });
    }
    return admit(request, caller, permission);
  }

  /** Public edges know who calls if they can, and let everybody in: a stale cookie must not stop a login. */
  private async greet(request: CoinopRequest, reply: FastifyReply): Promise<boolean> {
    const caller = await this.identification.find(request, reply);
    if (caller !== undefined) request.caller = caller;
    return true;
  }

  private permissionOf(context: ExecutionContext): Permission {
    const handler = context.getHandler();
    const known = this.permissions.get(handler);
    if (known !== undefined) return known;
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(ALLOW_KEY, [
      handler,
      context.getClass(),
    ]);
    if (permission === undefined) {
      this.log.error(`${context.getClass().name}.${handler.name} has no @Allow: closed`);
      throw commonErrors.forbidden({});
    }
    this.permissions.set(handler, permission);
    return permission;
  }
}

function admit(request: CoinopRequest, caller: Caller, permission: Permission): boolean {
  if (!caller.permissions.has(permission) && permission !== 'public') {
    throw commonErrors.forbidden({
      detail:
        caller.via === 'api-key'
          ? `This API key does not have the scope ${permission}.`
          : 'Your login does not have the right to do this.',
    });
  }
  request.caller = caller;
  return true;
}
