import { isRecord } from '../relay/token-count';

/**
 * Arguments as the object that some dialects want. Models do write broken JSON: it is shown under a name of its
 * own rather than lost, so that the tool can complain about it.
 */
export function readArguments(json: string): Record<string, unknown> {
  if (json.trim() === '') return {};
  try {
    const value = JSON.parse(json) as unknown;
    return isRecord(value) ? value : { invalid_arguments: json };
  } catch {
    return { invalid_arguments: json };
  }
}
