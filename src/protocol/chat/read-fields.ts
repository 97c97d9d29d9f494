import { isRecord } from '../relay/token-count';
import { Untranslatable } from './untranslatable';

/** Tolerant readers for bodies whose outer shape a dialect's readRequest has checked already. */

export type Json = Record<string, unknown>;

/** The objects of a list with their places; anything else in it is refused. */
export function listAt(value: unknown, at: string): [item: Json, at: string][] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Untranslatable(at, 'must be a list');
  return value.map((item: unknown, index) => {
    if (!isRecord(item)) throw new Untranslatable(`${at}.${index}`, 'must be an object');
    return [item, `${at}.${index}`];
  });
}

/** The objects of a list that an upstream sent; anything else in it is passed over. */
export function itemsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function recordOf(value: unknown): Json {
  return isRecord(value) ? value : {};
}

export function textAt(value: unknown, at: string): string {
  if (typeof value !== 'string') throw new Untranslatable(at, 'must be a string');
  return value;
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function booleanOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** One string or a list of them. */
export function stringsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === 'string');
}

/** Refuses the first of these fields that is set: each changes the answer in a way nothing else can carry. */
export function refuseFields(body: Json, why: Readonly<Record<string, string>>): void {
  for (const [field, reason] of Object.entries(why)) {
    const value = body[field];
    const isUnset = value === undefined || value === null || value === false;
    if (!isUnset) throw new Untranslatable(field, reason);
  }
}

/** The object without members that are null or undefined: for optional fields of a wire form. */
export function compact(object: Json): Json {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== null && value !== undefined),
  );
}
