import { Column, Entity, Index } from 'typeorm';
import { momentColumn } from '../../common/database/columns';
import { UserView } from '../user.view';

@Entity('users')
export class User extends UserView {
  /** The name in lower case: two people may not differ by case alone. */
  @Index('users_username_key', { unique: true })
  @Column({ length: 64 })
  usernameKey: string;

  /** bcrypt. */
  @Column({ length: 100 })
  passwordHash: string;

  /** Logins made before this moment are over: the password was changed. */
  @Column({ ...momentColumn, default: 0 })
  sessionsValidFromMs: number;
}
