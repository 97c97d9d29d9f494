import { isRecord } from '../relay/token-count';
import { choose } from './seeded-choice';

const DEPTH_MAX = 12;
const ITEMS_MAX = 20;
export const SAMPLE_VALUES_MAX = 1_000;

/** What samples are made of: the words to say, and dice. */
export interface SampleSource {
  text: string;
  seed: number;
  /** Values that may still be made, over the whole sample: references can branch without end. */
  budget: { values: number };
  /** The whole schema, for `$ref`. */
  root: Record<string, unknown>;
}

type Sampler = (schema: Record<string, unknown>, source: SampleSource, depth: number) => unknown;

const SAMPLERS: Readonly<Record<string, Sampler>> = {
  object: sampleObject,
  array: sampleArray,
  string: sampleString,
  integer: (schema, source) => sampleNumber(schema, source, 1),
  number: (schema, source) => sampleNumber(schema, source, 0.5),
  boolean: (_schema, source) => source.seed % 2 === 0,
};

/**
 * A value that fits a JSON schema, as far as a demo needs: types, enum, const, properties, items, bounds, the first of
 * anyOf and oneOf, allOf, and references within the schema. A schema that refers to itself ends in nulls.
 */
export function sampleOf(schema: unknown, source: SampleSource, depth = 0): unknown {
  source.budget.values -= 1;
  if (!isRecord(schema) || depth > DEPTH_MAX || source.budget.values < 0) return null;
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) {
    return choose(schema['enum'] as unknown[], source.seed + depth);
  }
  const other = otherSchema(schema, source.root);
  if (other !== undefined) return sampleOf(other, source, depth + 1);
  return SAMPLERS[String(typeOf(schema))]?.(schema, source, depth) ?? null;
}

/** The schema that says what this one only points at. */
function otherSchema(schema: Record<string, unknown>, root: Record<string, unknown>): unknown {
  const { $ref: reference, anyOf, oneOf, allOf } = schema;
  if (typeof reference === 'string') return resolve(reference, root);
  if (Array.isArray(anyOf)) return anyOf[0];
  if (Array.isArray(oneOf)) return oneOf[0];
  return Array.isArray(allOf)
    ? (Object.assign({}, schema, { allOf: undefined }, ...allOf) as unknown)
    : undefined;
}

function typeOf(schema: Record<string, unknown>): unknown {
  const { type } = schema;
  if (Array.isArray(type)) return type.find((each) => each !== 'null') ?? 'null';
  if (type !== undefined) return type;
  if ('properties' in schema) return 'object';
  return 'items' in schema ? 'array' : 'string';
}

function sampleObject(
  schema: Record<string, unknown>,
  source: SampleSource,
  depth: number,
): object {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const entries = Object.entries(properties).map(([name, each], at) => {
    const own = { ...source, seed: source.seed + at };
    return [name, sampleOf(each, own, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

function sampleArray(
  schema: Record<string, unknown>,
  source: SampleSource,
  depth: number,
): unknown[] {
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 1;
  const most = typeof schema['maxItems'] === 'number' ? schema['maxItems'] : ITEMS_MAX;
  const length = Math.min(Math.max(least, Math.min(2, most)), ITEMS_MAX);
  return Array.from({ length }, (_, at) =>
    sampleOf(schema['items'], { ...source, seed: source.seed + at }, depth + 1),
  );
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-01-01',
  'date-time': '2026-01-01T12:00:00Z',
  time: '12:00:00Z',
  email: 'player@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

function sampleString(schema: Record<string, unknown>, source: SampleSource): string {
  const format = FORMATS[String(schema['format'])];
  if (format !== undefined) return format;
  const least = typeof schema['minLength'] === 'number' ? Math.min(schema['minLength'], 1_000) : 0;
  const most = typeof schema['maxLength'] === 'number' ? schema['maxLength'] : source.text.length;
  return source.text.slice(0, Math.max(least, most)).padEnd(least, '.');
}

/** Inside the bounds, the middle of them when there are two. */
function sampleNumber(schema: Record<string, unknown>, source: SampleSource, step: number): number {
  const low = bound(schema['minimum']) ?? plus(bound(schema['exclusiveMinimum']), step);
  const high = bound(schema['maximum']) ?? plus(bound(schema['exclusiveMaximum']), -step);
  if (low !== null && high !== null)
    return step === 1 ? Math.floor((low + high) / 2) : (low + high) / 2;
  return low ?? high ?? source.seed % 10;
}

function bound(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function plus(value: number | null, step: number): number | null {
  return value === null ? null : value + step;
}

function resolve(reference: string, root: Record<string, unknown>): unknown {
  if (!reference.startsWith('#')) return null;
  let found: unknown = root;
  for (const name of reference.split('/').slice(1)) found = isRecord(found) ? found[name] : null;
  return found;
}
