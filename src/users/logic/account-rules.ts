/** The fewest UTF-16 units of a password. */
export const PASSWORD_CHARACTERS_MIN = 8;
/** bcrypt reads 72 bytes and silently ignores the rest, so a longer password would promise too much. */
export const PASSWORD_BYTES_MAX = 72;

/** What is wrong with a password, as a sentence for its owner; null when it may be used. */
export function passwordFault(password: string): string | null {
  if (password.length < PASSWORD_CHARACTERS_MIN) {
    return `A password needs at least ${PASSWORD_CHARACTERS_MIN} characters.`;
  }
  if (Buffer.byteLength(password) > PASSWORD_BYTES_MAX) {
    return `A password may be at most ${PASSWORD_BYTES_MAX} bytes long in UTF-8: bcrypt would ignore the rest.`;
  }
  // bcrypt is a C string underneath: everything after a NUL would be ignored too.
  if (password.includes('\0')) return 'A password may not contain a NUL character.';
  return null;
}

/** Same rule as ADMIN_USERNAME in the environment. */
export const USERNAME_PATTERN = /^[A-Za-z0-9_.@-]{1,64}$/u;

/** Names that differ by case alone are the same name. */
export function usernameKey(username: string): string {
  return username.toLowerCase();
}

export interface Standing {
  isAdmin: boolean;
  isActive: boolean;
}

/** Would this change take the last active admin away? `after` is null when the user is deleted. */
export function removesLastAdmin(
  before: Standing,
  after: Standing | null,
  otherActiveAdmins: number,
): boolean {
  const was = before.isAdmin && before.isActive;
  const stays = after !== null && after.isAdmin && after.isActive;
  return was && !stays && otherActiveAdmins === 0;
}
