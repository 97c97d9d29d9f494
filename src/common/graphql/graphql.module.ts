import { AsyncLocalStorage } from 'node:async_hooks';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { APP_PIPE, HttpAdapterHost } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { Config } from '../config/config';
import { ErrorFaces } from '../http/error-faces';
import type { GraphqlContext } from '../http/context-request';
import { RequestIdentity } from '../security/request-identity';
import { formatGraphqlError, renderGraphqlError } from './format-error';
import { inputValidationPipe } from './input-validation.pipe';
import { introspectionForAdmins } from './introspection.plugin';
import { queryLimitRules, QUERY_TOKENS_MAX } from './query-limits';

const GRAPHQL_PATH = '/graphql';

/**
 * Apollo formats errors without telling whose request they belong to, and refuses some requests before
 * there is a context; this carries the request id there. Entered for GraphQL requests only.
 */
const requestIds = new AsyncLocalStorage<string>();

function graphqlOptions(config: Config, identity: RequestIdentity): ApolloDriverConfig {
  return {
    path: GRAPHQL_PATH,
    autoSchemaFile: true,
    sortSchema: true,
    graphiql: false,
    // The plugin below decides; off here would hide the schema from admins too.
    introspection: true,
    plugins: config.isProduction ? [introspectionForAdmins(identity)] : [],
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: config.isProduction,
    stopOnTerminationSignals: false,
    autoTransformHttpErrors: false,
    parseOptions: { maxTokens: QUERY_TOKENS_MAX },
    validationRules: queryLimitRules(),
    formatError: (formatted, thrown) =>
      formatGraphqlError(formatted, thrown, requestIds.getStore()),
    context: (req: GraphqlContext['req'], res: GraphqlContext['res']): GraphqlContext => ({
      req,
      res,
      loaders: new Map(),
    }),
  };
}

/** The GraphQL face: schema from the resolvers of all modules, kept in memory. */
@Module({
  imports: [
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      inject: [Config, RequestIdentity],
      useFactory: graphqlOptions,
    }),
  ],
  providers: [{ provide: APP_PIPE, useFactory: inputValidationPipe }],
})
export class CoinopGraphqlModule {
  constructor(host: HttpAdapterHost<FastifyAdapter>, faces: ErrorFaces) {
    faces.register((path) => path === GRAPHQL_PATH, renderGraphqlError);
    // After the body is parsed: its stream events do not carry the store.
    host.httpAdapter.getInstance().addHook('preHandler', (request, _reply, done) => {
      if (request.routeOptions.url === GRAPHQL_PATH) requestIds.run(request.id, done);
      else done();
    });
  }
}
