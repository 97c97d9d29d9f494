import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { toConnection } from '../../common/graphql/connection';
import { decodeCursor, pageRows } from '../../common/paging/keyset';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import { CatalogueService, modelKeyset } from '../catalogue.service';
import { ModelPriceView } from '../model-price.view';
import { ModelView } from '../model.view';
import { ModelConnection, ModelsArgs, SaveModelInput, SetPriceInput } from './models.types';

@Resolver(() => ModelView)
export class ModelsResolver {
  constructor(private readonly catalogue: CatalogueService) {}

  @Query(() => ModelConnection, { description: 'The catalogue, in the order models came in.' })
  @Allow('admin')
  async models(@Args() { first, after, provider }: ModelsArgs): Promise<ModelConnection> {
    const page = await this.catalogue.list(
      { provider: provider ?? undefined },
      pageRows(first, 'first'),
      after == null ? null : decodeCursor(after),
    );
    return toConnection(page, modelKeyset, after);
  }

  @Query(() => [ModelPriceView], {
    description: 'All prices of a model, newest first, at most 100.',
  })
  @Allow('admin')
  priceHistory(
    @Args('provider') provider: string,
    @Args('model') model: string,
  ): Promise<ModelPriceView[]> {
    return this.catalogue.prices(provider, model);
  }

  @Mutation(() => ModelView)
  @Allow('admin')
  saveModel(@Args('input') input: SaveModelInput): Promise<ModelView> {
    const given = Object.entries(input).filter(([name, value]) =>
      NULL_MEANS_NONE.has(name) ? value !== undefined : value != null,
    );
    return this.catalogue.save({
      ...Object.fromEntries(given),
      provider: input.provider,
      model: input.model,
    });
  }

  @Mutation(() => ModelPriceView, { description: 'Counts for calls that begin from now on.' })
  @Allow('admin')
  setPrice(
    @Args('input') input: SetPriceInput,
    @CurrentCaller() caller: Caller,
  ): Promise<ModelPriceView> {
    const { provider, model, output } = input;
    const source = input.source ?? `set by ${caller.username}`;
    return this.catalogue.setPrice(
      { provider, model, source },
      {
        input: input.input,
        output,
        cacheRead: input.cacheRead ?? input.input,
        cacheWrite: input.cacheWrite ?? input.input,
        reasoning: input.reasoning ?? output,
      },
    );
  }

  @ResolveField(() => ModelPriceView, {
    nullable: true,
    description: 'The price in force; null means unknown.',
  })
  async price(@Parent() { provider, model }: ModelView): Promise<ModelPriceView | null> {
    return this.catalogue.priceRow(provider, model);
  }
}

/** These can be taken away; of the others null means the same as left out. */
const NULL_MEANS_NONE = new Set(['tier', 'contextTokensMax', 'outputTokensMax']);
