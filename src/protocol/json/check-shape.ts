import type { z } from 'zod';
import { refuse, type Refusal } from './read-object';

type Issue = z.core.$ZodIssue;

/** Null when the body fits; else the first thing wrong with it. The body itself is left alone. */
export function checkShape(schema: z.ZodType, body: unknown): Refusal | null {
  const result = schema.safeParse(body);
  if (result.success) return null;
  const issue = deepest(result.error.issues[0]!);
  const path = issue.path.map(String);
  const field = path.length === 0 ? 'The body' : path.join('.');
  const isMissing = valueAt(body, issue.path) === undefined;
  return refuse(
    `${field}: ${isMissing ? 'is required' : issue.message}.`,
    `/${path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
  );
}

/** For a union, the complaint of the alternative that got furthest says most. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .map((issues) => issues[0])
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (inner === undefined || inner.path.length === 0) return issue;
  return deepest({ ...inner, path: [...issue.path, ...inner.path] });
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
