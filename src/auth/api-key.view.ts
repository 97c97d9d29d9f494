import { Field, Float, GraphQLISODateTime, ID, ObjectType } from '@nestjs/graphql';
import { Column, Index, PrimaryColumn } from 'typeorm';
import { integerColumn, jsonColumn, momentColumn } from '../common/database/columns';
import type { Permission } from '../common/security/caller';

/** The public half of an API key. Its secret exists only in the answer that made it. */
@ObjectType('ApiKey')
export class ApiKeyView {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => ID)
  @Index('api_keys_user_id_idx')
  @Column('uuid')
  userId: string;

  @Field()
  @Column({ length: 100 })
  name: string;

  @Field({ description: 'How the key begins, to tell it from others.' })
  @Column({ length: 24 })
  prefix: string;

  @Field(() => [String])
  @Column(jsonColumn)
  scopes: Permission[];

  @Field(() => [String], { nullable: true, description: 'Models it may call; null means all.' })
  @Column({ ...jsonColumn, nullable: true })
  models: string[] | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Tokens in total; null means no limit of its own.',
  })
  @Column({ ...integerColumn, nullable: true })
  tokenLimit: number | null;

  @Column({ ...momentColumn, nullable: true })
  expiresAtMs: number | null;

  @Column({ ...momentColumn, nullable: true })
  revokedAtMs: number | null;

  @Column({ ...momentColumn, nullable: true })
  lastUsedAtMs: number | null;

  @Column(momentColumn)
  createdAtMs: number;

  @Field(() => GraphQLISODateTime)
  get createdAt(): Date {
    return new Date(this.createdAtMs);
  }

  @Field(() => GraphQLISODateTime, { nullable: true })
  get expiresAt(): Date | null {
    return toDate(this.expiresAtMs);
  }

  @Field(() => GraphQLISODateTime, { nullable: true })
  get revokedAt(): Date | null {
    return toDate(this.revokedAtMs);
  }

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Exact to a minute.' })
  get lastUsedAt(): Date | null {
    return toDate(this.lastUsedAtMs);
  }
}

function toDate(atMs: number | null): Date | null {
  return atMs === null ? null : new Date(atMs);
}
