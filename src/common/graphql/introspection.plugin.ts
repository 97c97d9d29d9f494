import type { ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLError, visit, type DocumentNode } from 'graphql';
import type { GraphqlContext } from '../http/context-request';
import type { RequestIdentity } from '../security/request-identity';

/** Taken from the driver: Apollo's own type differs between its CommonJS and its ESM half. */
type ApolloPlugin = NonNullable<ApolloDriverConfig['plugins']>[number];

/** In production the schema is told to admins only. Introspection passes no resolver, so no guard. */
export function introspectionForAdmins(identity: RequestIdentity): ApolloPlugin {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, contextValue }) => {
        if (!asksForSchema(document)) return;
        const caller = await identity.find((contextValue as GraphqlContext).req);
        if (caller?.permissions.has('admin') === true) return;
        throw new GraphQLError('The schema is shown to signed-in admins only.', {
          extensions: {
            code: caller === undefined ? 'UNAUTHENTICATED' : 'FORBIDDEN',
            http: { status: caller === undefined ? 401 : 403 },
          },
        });
      },
    }),
  };
}

/** `__typename` is not introspection: clients ask for it everywhere. */
function asksForSchema(document: DocumentNode): boolean {
  let isAsking = false;
  visit(document, {
    Field: (field) => {
      if (field.name.value === '__schema' || field.name.value === '__type') isAsking = true;
    },
  });
  return isAsking;
}
