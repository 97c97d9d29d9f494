import { GraphQLError } from 'graphql';
import { commonErrors } from '../errors/common.errors';
import { formatGraphqlError, renderGraphqlError } from './format-error';

const formatted = (extensions: Record<string, unknown> = {}) => ({
  message: 'said by graphql',
  path: ['users'],
  locations: [{ line: 1, column: 3 }],
  extensions,
});
const wrapping = (originalError: Error) => new GraphQLError('outer', { originalError });

describe('errors in GraphQL', () => {
  it('carry our code in upper case, the request id and the members', () => {
    const error = commonErrors.forbidden({}, { members: { needed: 'admin' } });
    // Apollo has no code for what it does not know.
    const given = formatted({ code: 'INTERNAL_SERVER_ERROR' });
    expect(formatGraphqlError(given, wrapping(error), 'req_1')).toEqual({
      message: 'Your login does not have the right to do this.',
      path: ['users'],
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'FORBIDDEN', requestId: 'req_1', needed: 'admin' },
    });
  });

  it('say a fixed sentence for what nobody expected', () => {
    const secret = new Error('SQLITE: no such table in /srv/data');
    const answer = formatGraphqlError(
      formatted({ code: 'INTERNAL_SERVER_ERROR', stacktrace: ['at secret.ts:1'] }),
      wrapping(secret),
      'req_1',
    );
    expect(answer.extensions).toEqual({ code: 'INTERNAL', requestId: 'req_1' });
    expect(JSON.stringify(answer)).not.toMatch(/SQLITE|secret|stack/u);
  });

  it('keep the code of a mistake in the document', () => {
    const answer = formatGraphqlError(
      formatted({ code: 'GRAPHQL_VALIDATION_FAILED', stacktrace: ['x'] }),
      new GraphQLError('said by graphql'),
      'req_1',
    );
    expect(answer).toMatchObject({ message: 'said by graphql' });
    expect(answer.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED', requestId: 'req_1' });
  });

  it('take what graphql-js says without a code for the document, or for ours below a field', () => {
    const thrown = new GraphQLError('said by graphql');
    const { path, ...document } = formatted({ code: 'INTERNAL_SERVER_ERROR' });
    expect(formatGraphqlError(document, thrown, 'req_1').extensions?.['code']).toBe('BAD_REQUEST');
    const ofField = formatGraphqlError({ ...document, path }, thrown, 'req_1');
    expect(ofField.extensions?.['code']).toBe('INTERNAL');
    expect(ofField.message).not.toContain('said by graphql');
  });

  it('have a face of their own before GraphQL is reached', () => {
    const rendered = renderGraphqlError(commonErrors.invalid_request({ detail: 'no' }), 'req_1');
    expect(rendered.status).toBe(400);
    expect(JSON.parse(rendered.body)).toEqual({
      errors: [{ message: 'no', extensions: { code: 'INVALID_REQUEST', requestId: 'req_1' } }],
    });
  });
});
