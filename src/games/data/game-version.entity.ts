import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integerColumn, jsonColumn, momentColumn } from '../../common/database/columns';
import type { GameManifest } from '../games.types';

export type GameVersionState = 'draft' | 'published';

/** One immutable upload of a game. Its files are blobs; the manifest gives them their names. */
@Entity('game_versions')
@Index('game_versions_number_key', ['gameId', 'number'], { unique: true })
@Check('game_versions_state_check', "state IN ('draft', 'published')")
export class GameVersion {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'varchar', length: 10 })
  gameId: string;

  /** From 1, in the order of upload. */
  @Column({ type: 'integer' })
  number: number;

  @Column({ type: 'varchar', length: 16 })
  state: GameVersionState;

  @Column(jsonColumn)
  manifest: GameManifest;

  /** Sum of the files' sizes, whether or not other versions share them. */
  @Column(integerColumn)
  sizeBytes: number;

  @Column({ type: 'uuid', nullable: true })
  createdBy: string | null;

  @Column(momentColumn)
  createdAtMs: number;
}
