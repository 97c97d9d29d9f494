import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Index, PrimaryColumn } from 'typeorm';
import { integerColumn, jsonColumn, momentColumn } from '../common/database/columns';
import type { ModelCapability, ModelTier } from './models.types';

/** GraphQL needs an object to make an enum of. */
export const ModelTierKind = { ECO: 'eco', BALANCED: 'balanced', PRECISION: 'precision' } as const;
registerEnumType(ModelTierKind, { name: 'ModelTier', description: 'The power levels.' });

/** A model that can be asked for. Its prices are rows of their own. */
@ObjectType('Model')
@Index('models_provider_model_key', ['provider', 'model'], { unique: true })
export class ModelView {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id: string;

  @Field({
    description: 'Whose model: a kind of provider, or the name of an openai-compatible one.',
  })
  @Column({ length: 32 })
  provider: string;

  @Field({ description: 'As the provider calls it.' })
  @Column({ length: 200 })
  model: string;

  @Field()
  @Column({ length: 200 })
  displayName: string;

  @Field(() => ModelTierKind, { nullable: true })
  @Column({ type: 'varchar', length: 16, nullable: true })
  tier: ModelTier | null;

  @Field(() => [String])
  @Column(jsonColumn)
  capabilities: ModelCapability[];

  @Field(() => Float, { nullable: true, description: 'Tokens.' })
  @Column({ ...integerColumn, nullable: true })
  contextTokensMax: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Tokens; higher limits of callers are cut to it.',
  })
  @Column({ ...integerColumn, nullable: true })
  outputTokensMax: number | null;

  @Field(() => [String], { description: 'Other names of it at the same provider.' })
  @Column(jsonColumn)
  aliases: string[];

  @Field()
  @Column({ type: 'boolean', default: true })
  isEnabled: boolean;

  @Field(() => Int, {
    description: 'Within a tier of a provider the smallest is what the tier means.',
  })
  @Column(integerColumn)
  rank: number;

  @Field({ description: 'Changed by an admin: a new release of the catalogue leaves it alone.' })
  @Column({ type: 'boolean', default: false })
  isEdited: boolean;

  /** The release of the catalogue that this row was last written by; 0 for models that admins added. */
  @Column(integerColumn)
  seedVersion: number;

  @Column(momentColumn)
  updatedAtMs: number;
}
