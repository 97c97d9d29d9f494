import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../common/security/allow';
import { ProviderDesk } from '../provider-desk';
import { ProviderTest, ProviderType, SaveProviderInput } from './provider.types';

@Resolver(() => ProviderType)
export class ProvidersResolver {
  constructor(private readonly desk: ProviderDesk) {}

  @Query(() => [ProviderType], { description: 'All of them, in order of preference.' })
  @Allow('admin')
  providers(): Promise<ProviderType[]> {
    return this.desk.list();
  }

  @Mutation(() => ProviderType, { description: 'Calls use it as soon as this answers.' })
  @Allow('admin')
  saveProvider(@Args('input') input: SaveProviderInput): Promise<ProviderType> {
    return this.desk.save({
      id: input.id ?? undefined,
      name: input.name ?? undefined,
      kind: input.kind ?? undefined,
      baseUrl: input.baseUrl ?? undefined,
      apiKey: input.apiKey ?? undefined,
      isEnabled: input.isEnabled ?? undefined,
      priority: input.priority ?? undefined,
    });
  }

  @Mutation(() => Boolean, { description: 'Running answers end undisturbed.' })
  @Allow('admin')
  async removeProvider(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.desk.remove(id);
    return true;
  }

  @Mutation(() => ProviderTest, { description: 'Asks the provider for its models, with its key.' })
  @Allow('admin')
  testProvider(@Args('id', { type: () => ID }) id: string): Promise<ProviderTest> {
    return this.desk.test(id);
  }
}
