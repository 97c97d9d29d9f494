import {
  ArgsType,
  Field,
  GraphQLISODateTime,
  ID,
  InputType,
  Int,
  registerEnumType,
} from '@nestjs/graphql';
import type { RollupKey } from '../data/usage-rollup';

/** What usage can be grouped by. */
export const UsageDimension = {
  USER: 'userId',
  KEY: 'apiKeyId',
  GAME: 'gameId',
  PROVIDER: 'provider',
  MODEL: 'model',
  DAY: 'day',
} as const satisfies Record<string, RollupKey>;
registerEnumType(UsageDimension, { name: 'UsageDimension', description: 'Days are UTC.' });

@InputType('UsageFilter', { description: 'What is left out or null does not filter.' })
export class UsageFilterInput {
  @Field(() => ID, { nullable: true })
  userId?: string | null;

  @Field(() => ID, { nullable: true })
  apiKeyId?: string | null;

  @Field(() => ID, { nullable: true })
  gameId?: string | null;

  @Field(() => String, { nullable: true })
  provider?: string | null;

  @Field(() => String, { nullable: true })
  model?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Inclusive.' })
  from?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Exclusive.' })
  to?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Attempts that did not end their call too; for usageRecords.',
  })
  attempts?: boolean | null;
}

@ArgsType()
export class UsageRecordsArgs {
  @Field(() => Int, { nullable: true, description: '1 to 100; 20 when left out.' })
  first?: number | null;

  @Field(() => String, { nullable: true })
  after?: string | null;

  @Field(() => UsageFilterInput, { nullable: true })
  filter?: UsageFilterInput | null;
}
