import { Injectable } from '@nestjs/common';
import { authErrors } from './auth.errors';
import { addressBlock } from './logic/address-block';
import { afterFailure, lockedForMs, LOCKOUT_RULES, type Failures } from './logic/lockout';

/** Names and addresses remembered per kind; the oldest are forgotten first. */
const REMEMBERED_MAX = 10_000;

type Kind = keyof typeof LOCKOUT_RULES;

/** Slows down guessing. Each process counts for itself, in memory: a restart forgives. */
@Injectable()
export class LoginAttempts {
  private readonly failures: Record<Kind, Map<string, Failures>> = {
    nameAtAddress: new Map(),
    name: new Map(),
    address: new Map(),
  };

  /**
   * Call before the password is checked: throws `login_locked` with Retry-After, else counts the try as
   * failed already, so that a thousand parallel guesses are not all free. Returns what to call when the
   * password was right.
   */
  begin(usernameKey: string, ip: string, nowMs: number = Date.now()): () => void {
    const address = addressBlock(ip);
    const keys = { nameAtAddress: `${usernameKey}|${address}`, name: usernameKey, address };
    const kinds = Object.keys(keys) as Kind[];
    const waitMs = Math.max(
      ...kinds.map((kind) => lockedForMs(this.failures[kind].get(keys[kind]), nowMs)),
    );
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      throw authErrors.login_locked({ seconds }, { headers: { 'retry-after': String(seconds) } });
    }
    for (const kind of kinds) this.count(kind, keys[kind], nowMs);
    return () => this.forgive(keys);
  }

  private count(kind: Kind, key: string, nowMs: number): void {
    const known = this.failures[kind];
    const failures = afterFailure(LOCKOUT_RULES[kind], known.get(key), nowMs);
    known.delete(key);
    known.set(key, failures);
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED_MAX) break;
      known.delete(oldest);
    }
  }

  /** A right password clears its name; of the address only this try, or one account would free all guesses. */
  private forgive(keys: Record<Kind, string>): void {
    this.failures.nameAtAddress.delete(keys.nameAtAddress);
    this.failures.name.delete(keys.name);
    const ofAddress = this.failures.address.get(keys.address);
    if (ofAddress !== undefined) {
      ofAddress.count -= 1;
      ofAddress.lockedUntilMs = 0;
    }
  }
}
