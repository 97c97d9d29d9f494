import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { toConnection } from '../../common/graphql/connection';
import { decodeCursor, pageRows } from '../../common/paging/keyset';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import { ApiKeys, keyKeyset } from '../api-keys';
import { ApiKeyConnection, ApiKeysArgs, CreateApiKeyInput, CreatedApiKey } from './api-key.types';

@Resolver()
export class ApiKeysResolver {
  constructor(private readonly keys: ApiKeys) {}

  @Query(() => ApiKeyConnection, { description: 'In the order they were made.' })
  @Allow('admin')
  async apiKeys(@Args() { first, after, userId }: ApiKeysArgs): Promise<ApiKeyConnection> {
    const page = await this.keys.list(
      userId ?? null,
      pageRows(first, 'first'),
      after == null ? null : decodeCursor(after),
    );
    return toConnection(page, keyKeyset, after);
  }

  @Mutation(() => CreatedApiKey)
  @Allow('admin')
  async createApiKey(
    @CurrentCaller() caller: Caller,
    @Args('input') input: CreateApiKeyInput,
  ): Promise<CreatedApiKey> {
    const { key, secret } = await this.keys.create(caller, {
      userId: input.userId ?? caller.userId,
      name: input.name,
      scopes: input.scopes ?? undefined,
      models: input.models,
      tokenLimit: input.tokenLimit,
      expiresAtMs: input.expiresAt?.getTime(),
    });
    return { apiKey: key, secret };
  }

  @Mutation(() => Boolean, { description: 'From now on the key opens nothing.' })
  @Allow('admin')
  async revokeApiKey(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<boolean> {
    await this.keys.revoke(caller, id);
    return true;
  }
}
