import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../common/security/allow';
import { LimitRulesStore } from '../data/limit-rules.store';
import { LimitRuleView } from '../limit-rule.view';
import { SetLimitInput } from './set-limit.input';

@Resolver()
export class LimitsResolver {
  constructor(private readonly rules: LimitRulesStore) {}

  @Query(() => [LimitRuleView], { description: 'All limits set by admins, at most 10000.' })
  @Allow('admin')
  limits(): LimitRuleView[] {
    return this.rules.list();
  }

  @Mutation(() => LimitRuleView, {
    description: 'Sets or changes the limit of a scope and window.',
  })
  @Allow('admin')
  setLimit(@Args('input') { scope, window, cap }: SetLimitInput): Promise<LimitRuleView> {
    return this.rules.set(scope, window, cap);
  }

  @Mutation(() => Boolean, { description: 'False when there was no such limit.' })
  @Allow('admin')
  removeLimit(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    return this.rules.remove(id);
  }
}
