import { z } from 'zod';
import { passwordField, tokenLimitField, usernameField } from '../../users/users.schemas';

export const loginBody = z.strictObject({
  username: z.string().min(1).max(64),
  password: passwordField,
});

export const refreshBody = z.strictObject({ refresh_token: z.string().min(1).max(200) });

export const registerBody = z.strictObject({
  username: usernameField,
  password: passwordField,
  token_limit: tokenLimitField.optional(),
});
