import { jsonRows, renderInputs } from './write-script';

describe('renderInputs', () => {
  test('replaces inputs and leaves casts alone', () => {
    const sql = 'SELECT (value->>0)::bigint FROM x(:rows::jsonb) WHERE boot = :boot';
    expect(renderInputs(sql, (name) => `NEW.${name}`)).toBe(
      'SELECT (value->>0)::bigint FROM x(NEW.rows::jsonb) WHERE boot = NEW.boot',
    );
  });
});

describe('jsonRows', () => {
  const columns = { id: 'text', n: 'integer', ok: 'boolean', body: 'bytes' } as const;

  test('reads one JSON parameter on both databases', () => {
    expect(jsonRows('sqlite', '$1', columns)).toBe(
      '(SELECT value->>0 AS id, value->>1 AS n, value->>2 AS ok, unhex(value->>3) AS body FROM jsonb_each($1))',
    );
    expect(jsonRows('postgres', '$1', columns)).toBe(
      "(SELECT value->>0 AS id, (value->>1)::bigint AS n, (value->>2)::boolean AS ok, decode(value->>3, 'hex') AS body FROM jsonb_array_elements($1::jsonb) AS each_row(value))",
    );
  });
});
