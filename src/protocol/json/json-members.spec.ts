import { assert, dictionary, jsonValue, property, string } from 'fast-check';
import { editJson, listMembers } from './json-members';

const bytes = (text: string) => Buffer.from(text);

describe('listMembers', () => {
  it('finds each value, whatever brackets and quotes strings contain', () => {
    const json = bytes(' { "a" : "x}\\"," ,"b":[1,{"c":[2]}], "\\u0063" : -1.5e3 }');
    const { members, depth } = listMembers(json, 1);
    expect(members.map(({ name, from, to }) => [name, json.subarray(from, to).toString()])).toEqual(
      [
        ['a', '"x}\\","'],
        ['b', '[1,{"c":[2]}]'],
        ['c', '-1.5e3'],
      ],
    );
    expect(depth).toBe(4);
  });

  it('agrees with JSON.parse on any object', () => {
    assert(
      property(dictionary(string(), jsonValue()), (object) => {
        const json = bytes(JSON.stringify(object, null, 1));
        const read = Object.fromEntries(
          listMembers(json, 0).members.map(({ name, from, to }) => [
            name,
            JSON.parse(json.subarray(from, to).toString()),
          ]),
        );
        expect(read).toEqual(JSON.parse(json.toString()));
      }),
    );
  });

  it('stands a hundred thousand brackets', () => {
    const json = bytes(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(listMembers(json, 0).depth).toBe(100_001);
  });
});

describe('editJson', () => {
  const edit = (json: string, ...edits: Parameters<typeof editJson>[1]) =>
    editJson(bytes(json), edits).toString();

  it.each([
    ['{}', '{"model":"m"}'],
    ['{"a":1}', '{"a":1,"model":"m"}'],
    [
      '{ "model" : "old" , "id": 12345678901234567890 }',
      '{ "model" : "m" , "id": 12345678901234567890 }',
    ],
  ])('sets a member of %s and leaves the rest', (json, expected) => {
    expect(edit(json, { path: ['model'], value: 'm' })).toBe(expected);
  });

  it.each([
    ['{}', '{"options":{"n":5}}'],
    ['{"options":null}', '{"options":{"n":5}}'],
    ['{"options":{}}', '{"options":{"n":5}}'],
    ['{"options":{"n":-1,"x":1e400}}', '{"options":{"n":5,"x":1e400}}'],
  ])('sets a member one level down in %s', (json, expected) => {
    expect(edit(json, { path: ['options', 'n'], value: 5 })).toBe(expected);
  });
});
