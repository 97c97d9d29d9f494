import { PERMISSIONS, type Permission } from '../../common/security/caller';

/** What a key may be given; `public` needs no key and `play` belongs to play tokens. */
export const KEY_SCOPES = PERMISSIONS.filter(
  (permission) => permission !== 'public' && permission !== 'play',
);
export const KEY_SCOPES_DEFAULT: readonly Permission[] = [
  'inference',
  'account:read',
  'games:read',
];

const OWN: readonly Permission[] = [
  'public',
  'account:read',
  'account:write',
  'inference',
  'games:read',
  'games:write',
  'games:play',
];

/** What a person may do who is logged in. */
export function permissionsOfUser(isAdmin: boolean): ReadonlySet<Permission> {
  return new Set<Permission>(isAdmin ? [...OWN, 'admin'] : OWN);
}

/** What a key may do: its scopes, but never more than its owner, who may have lost rights since. */
export function permissionsOfKey(
  scopes: readonly Permission[],
  isOwnerAdmin: boolean,
): ReadonlySet<Permission> {
  const ofOwner = permissionsOfUser(isOwnerAdmin);
  return new Set<Permission>(['public', ...scopes.filter((scope) => ofOwner.has(scope))]);
}
