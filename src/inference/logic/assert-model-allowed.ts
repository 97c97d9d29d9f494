import type { Caller } from '../../common/security/caller';
import { inferenceErrors } from '../inference.errors';

/** Throws `model_not_allowed` when the caller's key has a list of models and this one is not on it. */
export function assertModelAllowed(caller: Caller, model: string): void {
  const key = caller.apiKey;
  if (key === undefined || key.models === null || key.models.includes(model)) return;
  throw inferenceErrors.model_not_allowed(
    { model, by: `The API key ${key.prefix}…`, allowed: key.models.join(', ') || 'none' },
    { headers: { 'x-should-retry': 'false' } },
  );
}
