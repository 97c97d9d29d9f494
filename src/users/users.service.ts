import { Injectable } from '@nestjs/common';
import { Database } from '../common/database/database';
import { User } from './data/user.entity';

@Injectable()
export class UsersService {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<User | null> {
    return this.database.reading(User).findOneBy({ id });
  }
}
