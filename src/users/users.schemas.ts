import { z } from 'zod';
import { USERNAME_PATTERN } from './logic/account-rules';

/** Fields of REST bodies that auth and the admin API share. */
export const usernameField = z.string().regex(USERNAME_PATTERN, '1 to 64 letters, digits, _ . @ -');

/** Tokens in total; null means no limit. */
export const tokenLimitField = z.int().min(0).nullable();

/**
 * The service says what is wrong with a new password; here only its size is bounded. Logins with more
 * than 72 bytes are compared too, so that their refusal tells nothing.
 */
export const passwordField = z.string().max(1024);
