import { Column, Entity, PrimaryColumn } from 'typeorm';
import { integerColumn, momentColumn } from '../../common/database/columns';

/** Up to where the records are added up in `usage_daily`: one row, moved in the same transaction. */
@Entity('usage_fold')
export class UsageFold {
  @PrimaryColumn('integer')
  id: number;

  /** Position of the last record that is in. */
  @Column(integerColumn)
  uptoSeq: number;

  /** When that record was booked. */
  @Column(momentColumn)
  uptoAtMs: number;
}
