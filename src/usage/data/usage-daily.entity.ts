import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integerColumn } from '../../common/database/columns';

/** What stands in a key column where a record has none: key columns cannot be null. */
export const NONE = '';

/**
 * Usage of one user on one day (UTC) by key, game, provider and model: records added up, so that no
 * total reads all records. Only ever behind the records, never different: see UsageRollup.
 */
@Entity('usage_daily')
@Index('usage_daily_day_idx', ['day'])
export class UsageDaily {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  userId: string;

  /** Days since the epoch, UTC. */
  @PrimaryColumn('integer')
  day: number;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  apiKeyId: string;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  gameId: string;

  @PrimaryColumn('text')
  provider: string;

  @PrimaryColumn('text')
  model: string;

  @Column(integerColumn)
  calls: number;

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
}
