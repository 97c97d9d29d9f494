import { Field, Float, InputType } from '@nestjs/graphql';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { USERNAME_PATTERN } from '../logic/account-rules';

const TOKEN_LIMIT = 'Tokens in total; null means no limit.';
/** The service says what is wrong with a password; here only its size is bounded. */
const PASSWORD_CHARACTERS_MAX = 1024;

@InputType()
export class CreateUserInput {
  @Field({ description: '1 to 64 letters, digits, _ . @ -; unique whatever its case.' })
  @Matches(USERNAME_PATTERN, { message: 'username is 1 to 64 letters, digits, _ . @ -' })
  username: string;

  @Field({ description: '8 characters to 72 bytes.' })
  @MaxLength(PASSWORD_CHARACTERS_MAX)
  password: string;

  @Field(() => Float, { nullable: true, description: TOKEN_LIMIT })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  tokenLimit?: number | null;

  @Field(() => Boolean, { nullable: true })
  isAdmin?: boolean | null;
}

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateUserInput {
  @Field(() => Boolean, { nullable: true })
  isActive?: boolean | null;

  @Field(() => Boolean, { nullable: true })
  isAdmin?: boolean | null;

  @Field(() => Float, { nullable: true, description: TOKEN_LIMIT })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  tokenLimit?: number | null;

  @Field(() => String, { nullable: true, description: 'A new one ends all logins of the user.' })
  @IsOptional()
  @MaxLength(PASSWORD_CHARACTERS_MAX)
  password?: string | null;
}
