import { ArgsType, Field, Float, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { connectionType } from '../../common/graphql/connection';
import type { GameSummary } from '../games.types';

/** A game as admins see it. */
@ObjectType('Game')
export class GameNode {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { nullable: true, description: 'Null for a game that ships with the server.' })
  ownerId: string | null;

  @Field()
  title: string;

  @Field()
  description: string;

  @Field()
  visibility: string;

  @Field()
  state: string;

  @Field(() => Int, { nullable: true })
  liveVersion: number | null;

  @Field(() => Float)
  sizeBytes: number;

  @Field(() => Float)
  plays: number;

  @Field(() => GraphQLISODateTime)
  createdAt: Date;
}

@ObjectType()
export class GameConnection extends connectionType(GameNode, 'Game') {}

@ArgsType()
export class GamesArgs {
  @Field(() => Int, { nullable: true, description: '1 to 100; 20 when left out.' })
  first?: number | null;

  @Field(() => String, { nullable: true })
  after?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the title or the description.' })
  @IsOptional()
  @MaxLength(200)
  search?: string | null;
}

export function toGameNode(game: GameSummary): GameNode {
  const { createdAtMs, ...shared } = game;
  return { ...shared, createdAt: new Date(createdAtMs) };
}
