import { Field, Float, GraphQLISODateTime, ID, ObjectType } from '@nestjs/graphql';
import { Column, PrimaryColumn } from 'typeorm';
import { integerColumn, momentColumn } from '../common/database/columns';

/** The public half of a user: what GraphQL may show. The entity adds what it may not. */
@ObjectType('User')
export class UserView {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id: string;

  @Field()
  @Column({ length: 64 })
  username: string;

  @Field()
  @Column({ type: 'boolean', default: false })
  isAdmin: boolean;

  @Field()
  @Column({ type: 'boolean', default: true })
  isActive: boolean;

  @Field(() => Float, { nullable: true, description: 'Tokens in total; null means no limit.' })
  @Column({ ...integerColumn, nullable: true })
  tokenLimit: number | null;

  @Column(momentColumn)
  createdAtMs: number;

  @Column(momentColumn)
  updatedAtMs: number;

  @Field(() => GraphQLISODateTime)
  get createdAt(): Date {
    return new Date(this.createdAtMs);
  }

  @Field(() => GraphQLISODateTime)
  get updatedAt(): Date {
    return new Date(this.updatedAtMs);
  }
}
