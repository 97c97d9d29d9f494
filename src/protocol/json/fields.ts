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

export interface ListLimits {
  /** What the value must be: "must be a list of messages". */
  message: string;
  /** 1 for a list that must not be empty. */
  min?: 0 | 1;
  max?: number;
}

/** More than any conversation or tool box has. */
export const LIST_ITEMS_MAX = 100_000;

/**
 * A list whose first wrong item ends the check. zod's own array collects a complaint per item, and a body of fifty
 * megabytes has room for twenty million wrong ones.
 */
export function listOf<T>(item: z.ZodType<T>, limits: ListLimits): z.ZodType<T[]> {
  const { message, min = 0, max = LIST_ITEMS_MAX } = limits;
  return z
    .custom<T[]>((value) => Array.isArray(value), message)
    .check(({ value, issues }) => {
      if (!Array.isArray(value)) return;
      if (value.length < min || value.length > max) {
        const complaint =
          value.length < min ? 'must not be empty' : `must hold at most ${max} of them`;
        issues.push({ code: 'custom', message: complaint, input: value });
        return;
      }
      for (const [index, each] of value.entries()) {
        const result = item.safeParse(each);
        if (result.success) continue;
        const [issue] = result.error.issues;
        issues.push({ ...issue!, path: [index, ...issue!.path], input: each } as never);
        return;
      }
    });
}

export const text = z.string('must be a string');

/** A string, or a list of content parts that each name their type. */
export const contentParts = z.union(
  [
    z.string(),
    listOf(z.looseObject({ type: text }, 'must be an object'), { message: 'must be a list' }),
  ],
  'must be a string or a list of content parts',
);

export const objects = listOf(z.looseObject({}, 'must be an object'), {
  message: 'must be a list of objects',
});
