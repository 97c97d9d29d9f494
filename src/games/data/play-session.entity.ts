import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integerColumn, momentColumn } from '../../common/database/columns';

export type PlaySessionState = 'live' | 'ended';
export type PlayEndReason = 'left' | 'timeout' | 'suspended' | 'deactivated' | 'logout' | 'replaced';

/** One player with one game in one tab. */
@Entity('play_sessions')
@Index('play_sessions_token_key', ['tokenHash'], { unique: true })
@Index('play_sessions_user_idx', ['userId', 'state'])
@Index('play_sessions_beat_idx', ['state', 'lastBeatAtMs'])
@Check('play_sessions_state_check', "state IN ('live', 'ended')")
export class PlaySession {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  /** The login the play was started under: logging out ends it. */
  @Column({ type: 'uuid', nullable: true })
  loginSessionId: string | null;

  @Column({ type: 'varchar', length: 10 })
  gameId: string;

  @Column({ type: 'integer' })
  gameVersion: number;

  /** How the game is kept apart: `A` is an origin of its own. */
  @Column({ type: 'varchar', length: 1 })
  tier: 'A' | 'B' | 'C';

  @Column({ type: 'varchar', length: 255 })
  expectedOrigin: string;

  @Column({ type: 'varchar', length: 64 })
  createdIp: string;

  /** The network the current token is bound to. */
  @Column({ type: 'varchar', length: 64 })
  ipPrefix: string;

  /** SHA-256 of the current token, hex. */
  @Column({ type: 'varchar', length: 64 })
  tokenHash: string;

  @Column(momentColumn)
  tokenExpiresAtMs: number;

  /** The most tokens this session may spend. */
  @Column({ ...integerColumn, nullable: true })
  tokenLimit: number | null;

  /** Tokens spent, as of the last heartbeat; the usage records are the truth. */
  @Column({ ...integerColumn, default: 0 })
  spentTokens: number;

  @Column({ type: 'varchar', length: 8 })
  state: PlaySessionState;

  @Column({ type: 'varchar', length: 16, nullable: true })
  endReason: PlayEndReason | null;

  @Column(momentColumn)
  startedAtMs: number;

  @Column(momentColumn)
  lastBeatAtMs: number;

  @Column({ ...momentColumn, nullable: true })
  endedAtMs: number | null;
}
