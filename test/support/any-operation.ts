import { graphql } from './client';

interface TypeRef {
  kind: string;
  name: string | null;
  /** The query reads four levels, so the deepest has none. */
  ofType?: TypeRef | null;
}

interface Schema {
  types: {
    kind: string;
    name: string;
    fields: { name: string; args: Input[]; type: TypeRef }[] | null;
    inputFields: Input[] | null;
    enumValues: { name: string }[] | null;
  }[];
}

interface Input {
  name: string;
  type: TypeRef;
  defaultValue: string | null;
}

const REF = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';

export const NOBODY = '00000000-0000-7000-8000-000000000000';

/**
 * Reads the schema and returns a maker of valid documents for any field of Query or Mutation, with
 * made-up values for what it requires: enough to get past validation, to the guard.
 */
export async function operationMaker(
  url: string,
  adminToken: string,
): Promise<(kind: string, field: string) => string> {
  const answer = await graphql<{ __schema: Schema }>(
    url,
    adminToken,
    `{ __schema { types { kind name
      fields { name args { name defaultValue type { ${REF} } } type { ${REF} } }
      inputFields { name defaultValue type { ${REF} } }
      enumValues { name } } } }`,
  );
  const types = new Map(answer.data.__schema.types.map((type) => [type.name, type]));

  const bare = (ref: TypeRef): TypeRef => (ref.ofType == null ? ref : bare(ref.ofType));
  const given = (inputs: Input[]): string[] =>
    inputs
      .filter(({ type, defaultValue }) => type.kind === 'NON_NULL' && defaultValue === null)
      .map(({ name, type }) => `${name}: ${value(type.ofType!)}`);

  function value(ref: TypeRef): string {
    if (ref.kind === 'NON_NULL') return value(ref.ofType!);
    if (ref.kind === 'LIST') return `[${value(ref.ofType!)}]`;
    const type = types.get(ref.name!)!;
    if (type.kind === 'ENUM') return type.enumValues![0]!.name;
    if (type.kind === 'INPUT_OBJECT') return `{ ${given(type.inputFields!).join(', ')} }`;
    const scalars: Record<string, string> = {
      ID: `"${NOBODY}"`,
      Int: '1',
      Float: '1',
      Boolean: 'false',
      DateTime: '"2030-01-01T00:00:00Z"',
    };
    return scalars[ref.name!] ?? '"x"';
  }

  return (kind, name) => {
    const field = types.get(kind)!.fields!.find((candidate) => candidate.name === name)!;
    const inputs = given(field.args);
    const args = inputs.length === 0 ? '' : `(${inputs.join(', ')})`;
    const isLeaf = ['SCALAR', 'ENUM'].includes(bare(field.type).kind);
    return `${kind.toLowerCase()} { ${name}${args}${isLeaf ? '' : ' { __typename }'} }`;
  };
}
