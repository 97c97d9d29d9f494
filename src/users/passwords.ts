import { Injectable } from '@nestjs/common';
import { compare, hash } from 'bcrypt';
import { Config } from '../common/config/config';
import { passwordFault } from './logic/account-rules';
import { usersErrors } from './users.errors';

/** bcrypt runs in libuv's pool of four threads, which files and the database need as well. */
const HASHES_AT_ONCE_MAX = 2;
/** At about 0.2 s each, more than this would keep people waiting for longer than they do. */
const HASHES_WAITING_MAX = 64;

/** Hashes and checks passwords off the event loop, a few at a time. */
@Injectable()
export class Passwords {
  private readonly cost: number;
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Nobody's hash: well formed, so that comparing with it takes as long as with a real one. */
  private readonly decoy: string;

  constructor(config: Config) {
    // Tests make many users; 2^4 rounds keep them quick. Production never lowers the cost.
    this.cost = config.env.NODE_ENV === 'test' ? 4 : 12;
    this.decoy = `$2b$${String(this.cost).padStart(2, '0')}$${'u'.repeat(53)}`;
  }

  /** Throws `password_unfit` when the rules say no, `hashing_busy` when too many wait. */
  async hash(password: string): Promise<string> {
    const fault = passwordFault(password);
    if (fault !== null) throw usersErrors.password_unfit({ fault });
    return this.inTurn(() => hash(password, this.cost));
  }

  /**
   * Does the password fit? Give null for a user that does not exist: the answer is no and takes as
   * long as for one that does, so that the time tells nobody which names exist.
   */
  async matches(password: string, passwordHash: string | null): Promise<boolean> {
    // A password that could never have been set is compared all the same, cut as bcrypt cuts it.
    const isSame = await this.inTurn(() => compare(password, passwordHash ?? this.decoy));
    return isSame && passwordHash !== null && passwordFault(password) === null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= HASHES_AT_ONCE_MAX) {
      if (this.waiting.length >= HASHES_WAITING_MAX) {
        throw usersErrors.hashing_busy({}, { headers: { 'retry-after': '2' } });
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
