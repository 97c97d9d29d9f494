import { z } from 'zod';
import { tokenLimitField } from '../../users/users.schemas';
import { KEY_SCOPES } from '../logic/key-scopes';

const MODELS_MAX = 100;

export const createKeyBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1).max(KEY_SCOPES.length).optional(),
  models: z.array(z.string().min(1).max(200)).min(1).max(MODELS_MAX).nullish(),
  token_limit: tokenLimitField.optional(),
  expires_at: z.iso
    .datetime({ offset: true })
    .refine((text) => Date.parse(text) > Date.now(), 'must be in the future')
    .nullish(),
});

const OVERLAP_SECONDS_MAX = 30 * 24 * 3600;
const OVERLAP_SECONDS_DEFAULT = 24 * 3600;

export const rotateKeyBody = z.strictObject({
  overlap_seconds: z.int().min(0).max(OVERLAP_SECONDS_MAX).default(OVERLAP_SECONDS_DEFAULT),
});
