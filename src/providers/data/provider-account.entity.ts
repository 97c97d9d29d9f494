import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integerColumn, momentColumn } from '../../common/database/columns';

/** A provider that an admin added while the server was running. */
@Entity('provider_accounts')
export class ProviderAccount {
  @PrimaryColumn('uuid')
  id: string;

  /** The part before the slash in `provider/model`. */
  @Index('provider_accounts_name_key', { unique: true })
  @Column({ length: 32 })
  name: string;

  @Column({ length: 32 })
  kind: string;

  @Column({ length: 500 })
  baseUrl: string;

  /** The key, sealed for this id and this base URL; null when there is none. */
  @Column({ type: 'text', nullable: true })
  sealedKey: string | null;

  @Column({ type: 'boolean', default: true })
  isEnabled: boolean;

  /** Smaller ones are preferred. */
  @Column(integerColumn)
  priority: number;

  @Column(momentColumn)
  createdAtMs: number;

  @Column(momentColumn)
  updatedAtMs: number;
}
