import { Column, Entity } from 'typeorm';
import { UserView } from '../user.view';

@Entity('users')
export class User extends UserView {
  /** bcrypt. */
  @Column({ length: 100 })
  passwordHash: string;
}
