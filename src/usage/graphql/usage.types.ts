import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionType } from '../../common/graphql/connection';

/** One attempt of a call; a call has one final attempt, which is the user's record of it. */
@ObjectType('UsageRecord')
export class UsageRecordType {
  @Field(() => ID)
  id: string;

  @Field()
  requestId: string;

  @Field(() => Int, { description: 'Position within the call, from 0.' })
  attempt: number;

  @Field()
  isFinal: boolean;

  @Field(() => GraphQLISODateTime, { description: 'When it was booked.' })
  timestamp: Date;

  @Field(() => ID)
  userId: string;

  @Field(() => ID, { nullable: true })
  apiKeyId: string | null;

  @Field(() => ID, { nullable: true })
  gameId: string | null;

  @Field(() => ID, { nullable: true })
  playSessionId: string | null;

  @Field()
  provider: string;

  @Field({ description: 'As the caller named it.' })
  model: string;

  @Field({ description: 'As the provider was asked for it.' })
  modelRouted: string;

  @Field(() => String, { nullable: true, description: 'As the provider says.' })
  modelSeen: string | null;

  @Field(() => Float)
  promptTokens: number;

  @Field(() => Float)
  completionTokens: number;

  @Field(() => Float)
  totalTokens: number;

  @Field(() => Float)
  cacheReadTokens: number;

  @Field(() => Float)
  cacheWriteTokens: number;

  @Field(() => Float)
  reasoningTokens: number;

  @Field(() => Float)
  costMicroCredits: number;

  @Field({ description: 'True when the provider gave the numbers.' })
  exact: boolean;

  @Field({ description: 'ok, refused, unknown, aborted, truncated, cut or crashed.' })
  status: string;

  @Field(() => Int)
  httpStatus: number;

  @Field(() => String, { nullable: true })
  errorCode: string | null;

  @Field()
  dialect: string;

  @Field()
  operation: string;

  @Field()
  isStreaming: boolean;

  @Field(() => Float)
  durationMs: number;

  @Field(() => Float, { nullable: true })
  firstTokenMs: number | null;
}

@ObjectType()
export class UsageRecordConnection extends connectionType(UsageRecordType, 'UsageRecord') {}

/** Calls added up. Of the keys only those that were grouped by are given. */
@ObjectType()
export class UsageStat {
  @Field(() => ID, { nullable: true })
  userId: string | null;

  @Field(() => ID, { nullable: true })
  apiKeyId: string | null;

  @Field(() => ID, { nullable: true })
  gameId: string | null;

  @Field(() => String, { nullable: true })
  provider: string | null;

  @Field(() => String, { nullable: true })
  model: string | null;

  @Field(() => String, { nullable: true, description: 'UTC, such as 2026-11-21.' })
  day: string | null;

  @Field(() => Float)
  calls: number;

  @Field(() => Float)
  promptTokens: number;

  @Field(() => Float)
  completionTokens: number;

  @Field(() => Float)
  totalTokens: number;

  @Field(() => Float)
  costMicroCredits: number;
}

@ObjectType()
export class SystemUsage {
  @Field(() => Int, { description: 'People who have an account now.' })
  users: number;

  @Field(() => Float)
  calls: number;

  @Field(() => Float)
  totalTokens: number;

  @Field(() => [UsageStat])
  byProvider: UsageStat[];

  @Field(() => [UsageStat])
  byModel: UsageStat[];
}

@ObjectType()
export class LedgerCheck {
  @Field()
  name: string;

  @Field(() => Float, { description: 'Rows that break it; 0 is as it must be.' })
  violations: number;
}

@ObjectType('LedgerAudit')
export class LedgerAuditType {
  @Field(() => GraphQLISODateTime)
  checkedAt: Date;

  @Field()
  ok: boolean;

  @Field(() => [LedgerCheck])
  checks: LedgerCheck[];
}
