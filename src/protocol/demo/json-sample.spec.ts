import { SAMPLE_VALUES_MAX, sampleOf } from './json-sample';

const sample = (schema: Record<string, unknown>) =>
  sampleOf(schema, {
    text: 'Once upon a time',
    seed: 3,
    budget: { values: SAMPLE_VALUES_MAX },
    root: schema,
  });

it.each([
  [{ type: 'string' }, 'Once upon a time'],
  [{ type: 'string', maxLength: 4 }, 'Once'],
  [{ type: 'string', minLength: 18 }, 'Once upon a time..'],
  [{ type: 'string', format: 'date' }, '2026-01-01'],
  [{ const: 7 }, 7],
  [{ enum: ['a', 'b'] }, 'b'],
  [{ type: 'integer', minimum: 5, maximum: 8 }, 6],
  [{ type: 'number', exclusiveMinimum: 1 }, 1.5],
  [{ type: ['null', 'boolean'] }, false],
  [{ type: 'array', items: { type: 'integer', minimum: 2 }, maxItems: 1 }, [2]],
  [{ anyOf: [{ const: 1 }, { const: 2 }] }, 1],
  [{ allOf: [{ type: 'object', properties: { a: { const: 1 } } }] }, { a: 1 }],
  [{ $ref: '#/$defs/a', $defs: { a: { const: 'x' } } }, 'x'],
  [{ properties: { a: { type: 'null' } } }, { a: null }],
])('fits %j', (schema, expected) => {
  expect(sample(schema)).toEqual(expected);
});

it('ends for a schema that branches into itself', () => {
  const self = { $ref: '#' };
  const schema = { type: 'object', properties: { a: self, b: self, c: self, d: self } };
  expect(JSON.stringify(sample(schema)).length).toBeLessThan(100_000);
});
