import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { momentColumn } from '../../common/database/columns';

/**
 * One login: the family of its refresh tokens and of its cookies. The row holds no secret, only which
 * generation of each was issued; what clients hold is that number sealed by the server's key.
 */
@Entity('sessions')
export class Session {
  @PrimaryColumn('uuid')
  id: string;

  @Index('sessions_user_id_idx')
  @Column('uuid')
  userId: string;

  /** The only refresh token that may be used; a lower one means that somebody used a copy. */
  @Column({ type: 'integer', default: 0 })
  refreshGeneration: number;

  /** The newest cookie that was handed out. */
  @Column({ type: 'integer', default: 0 })
  cookieIssued: number;

  /** The newest cookie that came back, so that the browser surely has it. */
  @Column({ type: 'integer', default: 0 })
  cookieConfirmed: number;

  /** The one that was confirmed before. */
  @Column({ type: 'integer', default: 0 })
  cookiePrevious: number;

  @Column(momentColumn)
  cookieIssuedAtMs: number;

  @Column(momentColumn)
  cookieConfirmedAtMs: number;

  /** When the password was last proved. */
  @Column(momentColumn)
  authenticatedAtMs: number;

  @Index('sessions_expires_at_ms_idx')
  @Column(momentColumn)
  expiresAtMs: number;

  @Column({ ...momentColumn, nullable: true })
  endedAtMs: number | null;

  /** What the client called itself at the login, cut to 200 characters. */
  @Column({ length: 200 })
  userAgent: string;

  @Column(momentColumn)
  createdAtMs: number;
}
