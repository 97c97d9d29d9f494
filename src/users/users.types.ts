/** What the request path knows of a user, from memory. */
export interface LiveUser {
  readonly id: string;
  readonly username: string;
  readonly isAdmin: boolean;
  readonly isActive: boolean;
  readonly tokenLimit: number | null;
  /** Logins proved before this moment are over. */
  readonly sessionsValidFromMs: number;
}

export interface NewUser {
  username: string;
  password: string;
  isAdmin?: boolean;
  tokenLimit?: number | null;
}

/** Absent fields stay as they are; a tokenLimit of null means no limit. */
export interface UserChanges {
  isActive?: boolean;
  isAdmin?: boolean;
  tokenLimit?: number | null;
  password?: string;
}

export interface UserFilter {
  /** Part of the username, whatever its case. */
  search?: string;
  isActive?: boolean;
}
