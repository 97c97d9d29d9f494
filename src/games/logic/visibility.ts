import type { Caller } from '../../common/security/caller';

interface OwnedGame {
  ownerId: string | null;
  visibility: string;
  state: string;
}

export function isOwner(caller: Caller, game: OwnedGame): boolean {
  return game.ownerId !== null && game.ownerId === caller.userId;
}

/** Unlisted games are found by their link; private and suspended ones only by their maker and admins. */
export function maySee(caller: Caller, game: OwnedGame): boolean {
  if (game.state === 'deleted') return false;
  if (caller.isAdmin || isOwner(caller, game)) return true;
  return game.state === 'active' && game.visibility !== 'private';
}

export function mayChange(caller: Caller, game: OwnedGame): boolean {
  return game.state !== 'deleted' && (caller.isAdmin || isOwner(caller, game));
}
