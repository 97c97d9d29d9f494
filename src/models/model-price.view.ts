import { Field, Float, GraphQLISODateTime, ID, ObjectType } from '@nestjs/graphql';
import { Column, Index, PrimaryColumn } from 'typeorm';
import { integerColumn, momentColumn } from '../common/database/columns';

const PER_MILLION =
  'Micro-credits per million tokens; a micro-credit is a millionth of a US dollar.';

/** A price as it was set at some moment. Never changed: a new price is a new row. */
@ObjectType('ModelPrice')
@Index('model_prices_provider_model_idx', ['provider', 'model', 'validFromMs'])
export class ModelPriceView {
  @Field(() => ID, { description: 'Also the price version that usage was charged by.' })
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @Field()
  @Column({ length: 32 })
  provider: string;

  @Field()
  @Column({ length: 200 })
  model: string;

  @Field(() => Float, { description: PER_MILLION })
  @Column(integerColumn)
  input: number;

  @Field(() => Float, { description: PER_MILLION })
  @Column(integerColumn)
  cacheRead: number;

  @Field(() => Float, { description: PER_MILLION })
  @Column(integerColumn)
  cacheWrite: number;

  @Field(() => Float, { description: PER_MILLION })
  @Column(integerColumn)
  output: number;

  @Field(() => Float, { description: PER_MILLION })
  @Column(integerColumn)
  reasoning: number;

  @Field({ description: 'Where it was read, or who set it.' })
  @Column({ length: 300 })
  source: string;

  @Field({ description: 'Set by an admin: a new release of the catalogue leaves it alone.' })
  @Column({ type: 'boolean', default: false })
  isEdited: boolean;

  @Column(momentColumn)
  validFromMs: number;

  @Field(() => GraphQLISODateTime)
  get validFrom(): Date {
    return new Date(this.validFromMs);
  }
}
