import { Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { integer, integerColumn, momentColumn } from '../../common/database/columns';
import type { AttemptOutcome, UsageSource } from '../ledger.types';

const id = { type: 'varchar', length: 64 } as const;
const optionalId = { ...id, nullable: true } as const;

/** One attempt of one call, written once when the call ends. Read through UsageRows only. */
@Entity('usage_records')
@Unique('usage_records_attempt_key', ['requestId', 'attempt'])
@Index('usage_records_final_key', ['requestId'], { unique: true, where: 'is_final' })
@Index('usage_records_ended_idx', ['endedAtMs'])
@Index('usage_records_user_idx', ['userId', 'endedAtMs'])
@Index('usage_records_key_idx', ['apiKeyId', 'endedAtMs'], { where: 'api_key_id IS NOT NULL' })
@Index('usage_records_game_idx', ['gameId', 'endedAtMs'], { where: 'game_id IS NOT NULL' })
export class UsageRecord {
  /** Order of booking. */
  @PrimaryGeneratedColumn('increment')
  seq: number;

  @Column(id)
  requestId: string;

  @Column('integer')
  attempt: number;

  @Column(id)
  userId: string;

  @Column(optionalId)
  apiKeyId: string | null;

  @Column(optionalId)
  gameId: string | null;

  @Column(optionalId)
  playSessionId: string | null;

  @Column('text')
  dialect: string;

  @Column('text')
  operation: string;

  @Column('text')
  model: string;

  @Column('boolean')
  isStreaming: boolean;

  @Column('text')
  provider: string;

  @Column('text')
  modelRouted: string;

  @Column({ type: 'text', nullable: true })
  modelSeen: string | null;

  @Column('text')
  outcome: AttemptOutcome;

  @Column('text')
  source: UsageSource;

  @Column('boolean')
  isBillable: boolean;

  @Column('boolean')
  isFinal: boolean;

  @Column('integer')
  status: number;

  @Column({ type: 'text', nullable: true })
  errorCode: string | null;

  @Column(integerColumn)
  inputTokens: number;

  @Column(integerColumn)
  cacheReadTokens: number;

  @Column(integerColumn)
  cacheWriteTokens: number;

  @Column(integerColumn)
  outputTokens: number;

  @Column(integerColumn)
  reasoningTokens: number;

  @Column(integerColumn)
  chargedTokens: number;

  @Column(integerColumn)
  chargedMicroCredits: number;

  @Column(integerColumn)
  houseMicroCredits: number;

  @Column(momentColumn)
  startedAtMs: number;

  @Column({ type: 'bigint', transformer: integer, nullable: true })
  firstTokenMs: number | null;

  @Column(integerColumn)
  durationMs: number;

  @Column(momentColumn)
  endedAtMs: number;
}
