import { z } from 'zod';

/** Fields that all dialects share, with messages that read well after "max_tokens: ". */

/** More than any model writes; keeps sums far from the end of exact numbers. */
export const OUTPUT_TOKENS_MAX = 10_000_000;

export const MODEL_NAME_CHARS_MAX = 256;

export const modelName = z
  .string('must be a string')
  .min(1, 'must not be empty')
  .max(MODEL_NAME_CHARS_MAX, `must be at most ${MODEL_NAME_CHARS_MAX} characters long`)
  // Control characters in a name would reach logs and headers.
  // oxlint-disable-next-line no-control-regex
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');

export function wholeNumber(min: number, max: number): z.ZodNumber {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.int(message).min(min, message).max(max, message);
}

export const outputTokens = wholeNumber(1, OUTPUT_TOKENS_MAX);

export const flag = z.boolean('must be true or false');

/** A string, or a list of content parts that each name their type. */
export const contentParts = z.union(
  [z.string(), z.array(z.looseObject({ type: z.string('must be a string') }))],
  'must be a string or a list of content parts',
);

export const objects = z.array(z.looseObject({}, 'must be an object'), 'must be a list of objects');
