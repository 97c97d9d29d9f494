import { ArgsType, Field, Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { connectionType } from '../../common/graphql/connection';
import { ModelTierKind, ModelView } from '../model.view';
import { MODEL_CAPABILITIES, type ModelCapability, type ModelTier } from '../models.types';

const PROVIDER = /^[a-z0-9][a-z0-9-]{0,31}$/u;
const PROVIDER_MESSAGE = { message: 'provider is 1 to 32 small letters, digits and -' };
const MODEL = /^[\x21-\x7e]{1,200}$/u;
const MODEL_MESSAGE = { message: 'model is 1 to 200 printable characters without spaces' };
/** 1000 dollars a token is no price; sums of this stay exact. */
const PRICE_MAX = 1_000_000_000_000;

@ObjectType()
export class ModelConnection extends connectionType(ModelView, 'Model') {}

@ArgsType()
export class ModelsArgs {
  @Field(() => Int, { nullable: true, description: '1 to 100; 20 when left out.' })
  first?: number | null;

  @Field(() => String, { nullable: true })
  after?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(32)
  provider?: string | null;
}

@InputType({ description: 'What is left out stays as it is. Provider and model say which.' })
export class SaveModelInput {
  @Field()
  @Matches(PROVIDER, PROVIDER_MESSAGE)
  provider: string;

  @Field()
  @Matches(MODEL, MODEL_MESSAGE)
  model: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(200)
  displayName?: string | null;

  @Field(() => ModelTierKind, { nullable: true })
  tier?: ModelTier | null;

  @Field(() => [String], { nullable: true })
  @IsOptional()
  @IsIn(MODEL_CAPABILITIES, { each: true })
  @ArrayMaxSize(MODEL_CAPABILITIES.length)
  capabilities?: ModelCapability[] | null;

  @Field(() => Float, { nullable: true, description: 'Tokens.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  contextTokensMax?: number | null;

  @Field(() => Float, { nullable: true, description: 'Tokens.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  outputTokensMax?: number | null;

  @Field(() => [String], { nullable: true })
  @IsOptional()
  @Matches(MODEL, { ...MODEL_MESSAGE, each: true })
  @ArrayMaxSize(20)
  aliases?: string[] | null;

  @Field(() => Boolean, { nullable: true })
  isEnabled?: boolean | null;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  rank?: number | null;
}

@InputType({ description: 'Whole micro-credits per million tokens. A new version; old ones stay.' })
export class SetPriceInput {
  @Field()
  @Matches(PROVIDER, PROVIDER_MESSAGE)
  provider: string;

  @Field()
  @Matches(MODEL, MODEL_MESSAGE)
  model: string;

  @Field(() => Float)
  @IsInt()
  @Min(0)
  @Max(PRICE_MAX)
  input: number;

  @Field(() => Float)
  @IsInt()
  @Min(0)
  @Max(PRICE_MAX)
  output: number;

  @Field(() => Float, { nullable: true, description: 'As input when left out.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(PRICE_MAX)
  cacheRead?: number | null;

  @Field(() => Float, { nullable: true, description: 'As input when left out.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(PRICE_MAX)
  cacheWrite?: number | null;

  @Field(() => Float, { nullable: true, description: 'As output when left out.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(PRICE_MAX)
  reasoning?: number | null;

  @Field(() => String, { nullable: true, description: 'Where it was read.' })
  @IsOptional()
  @MaxLength(200)
  source?: string | null;
}
