import type { z } from 'zod';
import { commonErrors } from '../errors/common.errors';

/** The most faults told about one body. */
const FAULTS_MAX = 20;

/**
 * Checks a JSON body of our own REST. Throws `invalid_request` whose `errors` name each fault by JSON
 * pointer (RFC 6901); values are never repeated, for they may be secrets.
 */
export function parseBody<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, FAULTS_MAX).flatMap((issue) => {
    const at = issue.path.map((step) => `/${escapeStep(String(step))}`).join('');
    if (issue.code !== 'unrecognized_keys') return [{ pointer: at, detail: issue.message }];
    return issue.keys
      .slice(0, FAULTS_MAX)
      .map((key) => ({ pointer: `${at}/${escapeStep(key)}`, detail: 'This field is not known.' }));
  });
  const summary = errors
    .map(({ pointer, detail }) => (pointer === '' ? detail : `${pointer.slice(1)}: ${detail}`))
    .join('; ');
  throw commonErrors.invalid_request({ detail: summary }, { members: { errors } });
}

function escapeStep(step: string): string {
  return step.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}
