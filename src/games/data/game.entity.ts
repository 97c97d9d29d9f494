import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integerColumn, jsonColumn, momentColumn } from '../../common/database/columns';

export type GameVisibility = 'public' | 'unlisted' | 'private';
export type GameState = 'active' | 'suspended' | 'deleted';

/** One game. Its row outlives it: a deleted game's id must never name another one. */
@Entity('games')
@Index('games_list_idx', ['state', 'visibility', 'createdAtMs'])
@Index('games_owner_idx', ['ownerId'])
@Index('games_sample_key', ['sampleKey'], { unique: true })
@Check('games_visibility_check', "visibility IN ('public', 'unlisted', 'private')")
@Check('games_state_check', "state IN ('active', 'suspended', 'deleted')")
export class Game {
  @PrimaryColumn({ type: 'varchar', length: 10 })
  id: string;

  /** Null for the games that ship with the server. */
  @Column({ type: 'uuid', nullable: true })
  ownerId: string | null;

  @Column({ type: 'varchar', length: 120 })
  title: string;

  @Column({ type: 'varchar', length: 2000, default: '' })
  description: string;

  @Column({ type: 'varchar', length: 16, default: 'public' })
  visibility: GameVisibility;

  @Column({ type: 'varchar', length: 16, default: 'active' })
  state: GameState;

  /** Number of the version that players get; null while nothing is published. */
  @Column({ type: 'integer', nullable: true })
  liveVersion: number | null;

  /** Models the game may call; null means those the player may. */
  @Column({ ...jsonColumn, nullable: true })
  models: string[] | null;

  /** The most tokens one play session may spend; null means the server's default. */
  @Column({ ...integerColumn, nullable: true })
  sessionTokenLimit: number | null;

  /** File name of the shipped game this row was made from. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  sampleKey: string | null;

  /** How often a play session was started. */
  @Column({ ...integerColumn, default: 0 })
  plays: number;

  @Column(momentColumn)
  createdAtMs: number;

  @Column(momentColumn)
  updatedAtMs: number;
}
