import type { UserView } from './user.view';

/** A user as our own REST shows them. */
export interface RestUser {
  id: string;
  username: string;
  is_admin: boolean;
  is_active: boolean;
  token_limit: number | null;
  created_at: string;
  updated_at: string;
}

export function renderUser(user: UserView): RestUser {
  return {
    id: user.id,
    username: user.username,
    is_admin: user.isAdmin,
    is_active: user.isActive,
    token_limit: user.tokenLimit,
    created_at: new Date(user.createdAtMs).toISOString(),
    updated_at: new Date(user.updatedAtMs).toISOString(),
  };
}
