import { z } from 'zod';

export const gameFields = z.object({
  title: z
    .string({ error: 'give the game a title' })
    .trim()
    .min(1, 'give the game a title')
    .max(120, 'at most 120 characters'),
  description: z.string().trim().max(2000, 'at most 2000 characters').default(''),
});

export const listQuery = z.object({
  search: z.string().trim().max(200).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const startPlayBody = z.strictObject({ game_id: z.string().max(64) });
