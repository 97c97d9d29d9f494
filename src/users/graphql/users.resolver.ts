import {
  Args,
  Context,
  Float,
  ID,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { connectionType, toConnection } from '../../common/graphql/connection';
import { requestLoader } from '../../common/graphql/request-loader';
import type { GraphqlContext } from '../../common/http/context-request';
import { decodeCursor, pageRows } from '../../common/paging/keyset';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import { TokenTotals } from '../token-totals';
import { UserView } from '../user.view';
import { userKeyset, UsersService } from '../users.service';
import { CreateUserInput, UpdateUserInput } from './user.inputs';
import { UsersArgs } from './users.args';

@ObjectType()
export class UserConnection extends connectionType(UserView, 'User') {}

@Resolver(() => UserView)
export class UsersResolver {
  constructor(
    private readonly service: UsersService,
    private readonly totals: TokenTotals,
  ) {}

  @Query(() => UserView)
  @Allow('account:read')
  me(@CurrentCaller() caller: Caller): Promise<UserView> {
    return this.service.get(caller.userId);
  }

  @Query(() => UserConnection, { description: 'In the order they were made.' })
  @Allow('admin')
  async users(@Args() { first, after, search, isActive }: UsersArgs): Promise<UserConnection> {
    const page = await this.service.list(
      { search: search ?? undefined, isActive: isActive ?? undefined },
      pageRows(first, 'first'),
      after == null ? null : decodeCursor(after),
    );
    return toConnection(page, userKeyset, after);
  }

  @Query(() => UserView, { nullable: true })
  @Allow('admin')
  user(@Args('id', { type: () => ID }) id: string): Promise<UserView | null> {
    return this.service.find(id);
  }

  @Mutation(() => UserView)
  @Allow('admin')
  createUser(@Args('input') input: CreateUserInput): Promise<UserView> {
    const { username, password, tokenLimit, isAdmin } = input;
    return this.service.create({ username, password, tokenLimit, isAdmin: isAdmin ?? false });
  }

  @Mutation(() => UserView)
  @Allow('admin')
  updateUser(
    @Args('id', { type: () => ID }) id: string,
    @Args('input') input: UpdateUserInput,
  ): Promise<UserView> {
    return this.service.update(id, {
      isActive: input.isActive ?? undefined,
      isAdmin: input.isAdmin ?? undefined,
      tokenLimit: input.tokenLimit,
      password: input.password ?? undefined,
    });
  }

  @Mutation(() => Boolean, { description: 'Usage records of the user stay, by id.' })
  @Allow('admin')
  async deleteUser(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.service.delete(id);
    return true;
  }

  @ResolveField(() => Float)
  async totalTokens(@Parent() user: UserView, @Context() context: GraphqlContext): Promise<number> {
    const load = (ids: string[]) => this.totals.totalsByUser(ids);
    return (await requestLoader(context, 'totalTokens', load).load(user.id)) ?? 0;
  }
}
