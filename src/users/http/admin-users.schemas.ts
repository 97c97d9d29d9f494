import { z } from 'zod';
import { passwordField, tokenLimitField, usernameField } from '../users.schemas';

export const createUserBody = z.strictObject({
  username: usernameField,
  password: passwordField,
  token_limit: tokenLimitField.optional(),
  is_admin: z.boolean().optional(),
});

export const updateUserBody = z.strictObject({
  is_active: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  token_limit: tokenLimitField.optional(),
  password: passwordField.optional(),
});

export const listUsersQuery = z.strictObject({
  limit: z.coerce.number().optional(),
  cursor: z.string().max(200).optional(),
  search: z.string().max(64).optional(),
  is_active: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});
