import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';

/** GraphQL needs an object to make an enum of. */
export const ProviderSource = { ENVIRONMENT: 'environment', ADMIN: 'admin' } as const;
registerEnumType(ProviderSource, {
  name: 'ProviderSource',
  description: 'What the environment sets is changed there.',
});

const PRIORITY_MAX = 1_000_000;
const KEY_LENGTH_MAX = 4096;

@ObjectType('Provider')
export class ProviderType {
  @Field(() => ID)
  id: string;

  @Field({ description: 'The part before the slash in provider/model.' })
  name: string;

  @Field({ description: 'anthropic, ollama, openai, groq and so on, or openai-compatible.' })
  kind: string;

  @Field()
  label: string;

  @Field(() => [String], { description: 'One; several only for Ollama.' })
  baseUrls: string[];

  @Field(() => ProviderSource)
  source: (typeof ProviderSource)[keyof typeof ProviderSource];

  @Field()
  isEnabled: boolean;

  @Field({ description: 'On your own network: its models are free.' })
  isLocal: boolean;

  @Field(() => Float, { description: 'Smaller ones are preferred; the environment comes first.' })
  priority: number;

  @Field(() => String, { nullable: true, description: 'The end of its key; null without one.' })
  keyHint: string | null;

  @Field(() => [String])
  warnings: string[];
}

@InputType({ description: 'What is left out stays as it is. A new base URL drops the key.' })
export class SaveProviderInput {
  @Field(() => ID, { nullable: true, description: 'Left out for a new one.' })
  @IsOptional()
  @MaxLength(64)
  id?: string | null;

  @Field(() => String, { nullable: true, description: '1 to 32 small letters, digits and -.' })
  @IsOptional()
  @MaxLength(64)
  name?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(64)
  kind?: string | null;

  @Field(() => String, { nullable: true, description: "The kind's own when left out." })
  @IsOptional()
  @MaxLength(1000)
  baseUrl?: string | null;

  @Field(() => String, { nullable: true, description: 'Never shown again. Empty takes it away.' })
  @IsOptional()
  @MaxLength(KEY_LENGTH_MAX, { message: `apiKey has at most ${KEY_LENGTH_MAX} characters` })
  apiKey?: string | null;

  @Field(() => Boolean, { nullable: true })
  isEnabled?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Smaller ones are preferred; 100 by default.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(PRIORITY_MAX)
  priority?: number | null;
}

@ObjectType({ description: 'What became of asking a provider for its models, just now.' })
export class ProviderTest {
  @Field()
  ok: boolean;

  @Field(() => Int)
  latencyMs: number;

  @Field(() => Int)
  models: number;

  @Field(() => String, { nullable: true })
  problem: string | null;
}
