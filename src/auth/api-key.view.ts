import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
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

  /** How the key begins, to tell it from others. */
  @Field()
  @Column({ length: 24 })
  prefix: string;

  @Field(() => [String])
  @Column(jsonColumn)
  scopes: Permission[];

  /** Models this key may call; null means all. */
  @Field(() => [String], { nullable: true })
  @Column({ ...jsonColumn, nullable: true })
  models: string[] | null;

  /** The key's own limit of tokens in total; null means none of its own. */
  @Field(() => Float, { nullable: true })
  @Column({ ...integerColumn, nullable: true })
  tokenLimit: number | null;

  @Column({ ...momentColumn, nullable: true })
  expiresAtMs: number | null;

  @Column({ ...momentColumn, nullable: true })
  revokedAtMs: number | null;

  /** Exact to a minute. */
  @Column({ ...momentColumn, nullable: true })
  lastUsedAtMs: number | null;

  @Column(momentColumn)
  createdAtMs: number;
}
