import type { Type } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { encodeCursor, type Keyset, type Page } from '../paging/keyset';

/** Relay's page information. Lists go forward only: `hasPreviousPage` says that a cursor was given. */
@ObjectType()
export class PageInfo {
  @Field()
  hasNextPage: boolean;

  @Field()
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true })
  startCursor: string | null;

  @Field(() => String, { nullable: true })
  endCursor: string | null;
}

export interface Edge<N> {
  cursor: string;
  node: N;
}

export interface Connection<N> {
  edges: Edge<N>[];
  pageInfo: PageInfo;
}

/**
 * Declares `<name>Edge` for a node type and the fields of its connection, which is to be extended by a
 * class of its own: `@ObjectType() class UserConnection extends connectionType(UserView, 'User') {}`.
 * Call it once per node type: a name can be declared once in a schema.
 */
export function connectionType<N extends object>(node: Type<N>, name: string): Type<Connection<N>> {
  @ObjectType(`${name}Edge`)
  class EdgeType implements Edge<N> {
    @Field()
    cursor: string;

    @Field(() => node)
    node: N;
  }

  @ObjectType({ isAbstract: true })
  class ConnectionType implements Connection<N> {
    @Field(() => [EdgeType])
    edges: EdgeType[];

    @Field(() => PageInfo)
    pageInfo: PageInfo;
  }
  return ConnectionType;
}

/** A page as a connection; `after` is the cursor the page was asked with. */
export function toConnection<N>(
  page: Page<N>,
  keysetOf: (row: N) => Keyset,
  after: string | null | undefined,
): Connection<N> {
  const edges = page.rows.map((node) => ({ cursor: encodeCursor(keysetOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.next !== null,
      hasPreviousPage: after !== null && after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
