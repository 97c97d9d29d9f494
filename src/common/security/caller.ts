/**
 * What a caller may do. A route or resolver names exactly one with @Allow; a credential carries a set.
 * - `public`         no login needed
 * - `account:read`   own profile, usage, limits, key list
 * - `account:write`  own keys, password, sessions
 * - `inference`      call models
 * - `games:read`     browse and open games
 * - `games:write`    upload and change own games
 * - `games:play`     start and keep a play session
 * - `play`           what a running game may ask about its own play session
 * - `admin`          everything that steers other people's things
 */
export const PERMISSIONS = [
  'public',
  'account:read',
  'account:write',
  'inference',
  'games:read',
  'games:write',
  'games:play',
  'play',
  'admin',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** How the caller proved who they are. */
export type CredentialKind = 'jwt' | 'session' | 'api-key' | 'play';

/** The authenticated caller of one request. Built by the access guard, frozen, never stored. */
export interface Caller {
  readonly userId: string;
  readonly username: string;
  readonly isAdmin: boolean;
  readonly via: CredentialKind;
  readonly permissions: ReadonlySet<Permission>;
  /** The user's limit of tokens in total; null means no limit. */
  readonly tokenLimit: number | null;
  /** The login session behind a JWT or a cookie. */
  readonly sessionId?: string;
  readonly apiKey?: CallerApiKey;
  readonly play?: CallerPlay;
}

export interface CallerApiKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  /** The key's own limit of tokens in total; null means no limit of its own. */
  readonly tokenLimit: number | null;
  /** Models this key may call; null means all. */
  readonly models: readonly string[] | null;
}

export interface CallerPlay {
  readonly sessionId: string;
  readonly gameId: string;
  readonly gameTitle: string;
  /** The most tokens this play session may spend; null means the player's own limits alone. */
  readonly tokenLimit: number | null;
}
