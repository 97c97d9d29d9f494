import { ArgsType, Field, Int } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';

@ArgsType()
export class UsersArgs {
  @Field(() => Int, { nullable: true, description: '1 to 100; 20 when left out.' })
  first?: number | null;

  @Field(() => String, { nullable: true })
  after?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the username, whatever its case.' })
  @IsOptional()
  @MaxLength(64)
  search?: string | null;

  @Field(() => Boolean, { nullable: true })
  isActive?: boolean | null;
}
