import { Field, Float, InputType, PickType } from '@nestjs/graphql';
import { IsInt, Matches, Max, Min } from 'class-validator';
import { LimitRuleView } from '../limit-rule.view';

const SCOPE = /^(user|key|game):([A-Za-z0-9-]{1,64}|\*)$/u;

@InputType()
export class SetLimitInput extends PickType(LimitRuleView, ['window'] as const, InputType) {
  @Field({ description: 'user:<id>, key:<id>, game:<id>, or user:*, key:*, game:* for each.' })
  @Matches(SCOPE, { message: 'scope is user:, key: or game: followed by an id or *' })
  scope: string;

  @Field(() => Float, { description: 'Tokens; 0 stops all calls.' })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  cap: number;
}
