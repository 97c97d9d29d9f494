import { Args, Query, Resolver } from '@nestjs/graphql';
import { pageRows } from '../../common/paging/keyset';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import { GamesService } from '../games.service';
import { encodeCursor } from '../logic/list-cursor';
import { GameConnection, GameNode, GamesArgs, toGameNode } from './games.types';

@Resolver(() => GameNode)
export class GamesResolver {
  constructor(private readonly list: GamesService) {}

  @Query(() => GameConnection, { description: 'All games, whoever may see them, newest first.' })
  @Allow('admin')
  async games(
    @CurrentCaller() caller: Caller,
    @Args() { first, after, search }: GamesArgs,
  ): Promise<GameConnection> {
    const page = await this.list.list(caller, {
      limit: pageRows(first, 'first'),
      isEverything: true,
      ...(after == null ? {} : { cursor: after }),
      ...(search == null ? {} : { search }),
    });
    const edges = page.games.map((game) => ({
      cursor: encodeCursor(game),
      node: toGameNode(game),
    }));
    return {
      edges,
      pageInfo: {
        hasNextPage: page.nextCursor !== null,
        hasPreviousPage: after != null,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    };
  }
}
