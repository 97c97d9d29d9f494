import {
  Field,
  Float,
  GraphQLISODateTime,
  ID,
  ObjectType,
  registerEnumType,
} from '@nestjs/graphql';
import { Column, Index, PrimaryColumn } from 'typeorm';
import { integerColumn, momentColumn } from '../common/database/columns';
import type { WindowKind } from '../ledger/ledger.types';

/** GraphQL needs an object to make an enum of. */
export const LimitWindowKind = { TOTAL: 'total', DAY: 'day', MONTH: 'month' } as const;
registerEnumType(LimitWindowKind, {
  name: 'LimitWindowKind',
  description: 'Calendar windows, by LIMITS_TZ.',
});

/** A limit as an admin sets it. A user's limit in total is on the user; more windows are here. */
@ObjectType('LimitRule')
@Index('limit_rules_scope_window_key', ['scope', 'window'], { unique: true })
export class LimitRuleView {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id: string;

  @Field({
    description: 'user:<id>, key:<id> or game:<id>; user:*, key:* and game:* mean each of them.',
  })
  @Column({ length: 80 })
  scope: string;

  @Field(() => LimitWindowKind)
  @Column({ type: 'varchar', length: 5 })
  window: WindowKind;

  @Field(() => Float, { description: 'Tokens.' })
  @Column(integerColumn)
  cap: number;

  @Column(momentColumn)
  updatedAtMs: number;

  @Field(() => GraphQLISODateTime)
  get updatedAt(): Date {
    return new Date(this.updatedAtMs);
  }
}
