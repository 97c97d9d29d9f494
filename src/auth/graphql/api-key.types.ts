import {
  ArgsType,
  Field,
  Float,
  GraphQLISODateTime,
  ID,
  InputType,
  Int,
  ObjectType,
} from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  MaxLength,
  Min,
  MinDate,
  MinLength,
} from 'class-validator';
import { connectionType } from '../../common/graphql/connection';
import type { Permission } from '../../common/security/caller';
import { ApiKeyView } from '../api-key.view';
import { KEY_SCOPES } from '../logic/key-scopes';

@ObjectType()
export class ApiKeyConnection extends connectionType(ApiKeyView, 'ApiKey') {}

@ObjectType()
export class CreatedApiKey {
  @Field({ description: 'Shown this once; the server keeps only a hash.' })
  secret: string;

  @Field(() => ApiKeyView)
  apiKey: ApiKeyView;
}

@ArgsType()
export class ApiKeysArgs {
  @Field(() => Int, { nullable: true, description: '1 to 100; 20 when left out.' })
  first?: number | null;

  @Field(() => String, { nullable: true })
  after?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only the keys of this user.' })
  userId?: string | null;
}

@InputType()
export class CreateApiKeyInput {
  @Field()
  @MinLength(1)
  @MaxLength(100)
  name: string;

  @Field(() => ID, { nullable: true, description: 'Whose key it is; yours when left out.' })
  userId?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: `Any of ${KEY_SCOPES.join(', ')}; inference, account:read and games:read when left out.`,
  })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayMaxSize(KEY_SCOPES.length)
  @IsIn(KEY_SCOPES, { each: true })
  scopes?: Permission[] | null;

  @Field(() => [String], { nullable: true, description: 'Models it may call; all when left out.' })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @MaxLength(200, { each: true })
  models?: string[] | null;

  @Field(() => Float, { nullable: true, description: 'Tokens in total.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  tokenLimit?: number | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  @IsOptional()
  @MinDate(() => new Date(), { message: 'expiresAt must be in the future' })
  expiresAt?: Date | null;
}
