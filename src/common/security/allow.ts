import {
  applyDecorators,
  createParamDecorator,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { contextRequest } from '../http/context-request';
import type { Caller, Permission } from './caller';

export const ALLOW_KEY = 'coinop:allow';

/**
 * Names the one permission that an edge (route or resolver) needs. The global guard denies every edge
 * without it, and a test walks all edges. The API's description says it too.
 */
export const Allow = (permission: Permission): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(ALLOW_KEY, permission),
    ApiExtension('x-permission', permission),
    ...(permission === 'public' ? [] : [ApiBearerAuth(), ApiSecurity('api-key')]),
  );

/** The authenticated caller; undefined only on edges that are `@Allow('public')`. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller | undefined => contextRequest(context).caller,
);
