import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../security/caller';

/** Our additions to Fastify's request. */
export interface CoinopRequest extends FastifyRequest {
  caller?: Caller;
  /** Which face of the server the Host header addressed; see games for the game faces. */
  face?: { kind: 'platform' } | { kind: 'game'; gameId: string };
}

export interface GraphqlContext {
  req: CoinopRequest;
  res: FastifyReply;
  /** One cache of DataLoaders per GraphQL request. */
  loaders: Map<string, unknown>;
}

export function contextRequest(context: ExecutionContext): CoinopRequest {
  if (context.getType<GqlContextType>() === 'graphql') {
    return GqlExecutionContext.create(context).getContext<GraphqlContext>().req;
  }
  return context.switchToHttp().getRequest<CoinopRequest>();
}

export function contextReply(context: ExecutionContext): FastifyReply {
  if (context.getType<GqlContextType>() === 'graphql') {
    return GqlExecutionContext.create(context).getContext<GraphqlContext>().res;
  }
  return context.switchToHttp().getResponse<FastifyReply>();
}
