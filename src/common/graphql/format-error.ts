import { Logger } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { toCoinopError } from '../errors/to-coinop-error';
import type { CoinopError } from '../errors/define-errors';
import type { ErrorRenderer } from '../http/error-faces';

const log = new Logger('graphql');

/** Apollo's code for all that graphql-js reports without one. */
const UNNAMED = 'INTERNAL_SERVER_ERROR';

/**
 * An error as GraphQL clients see it: our code in upper case, the request id and the error's own
 * members in `extensions`. What is wrong with the document itself keeps Apollo's code. Never a stack.
 */
export function formatGraphqlError(
  formatted: GraphQLFormattedError,
  thrown: unknown,
  requestId: string | undefined,
): GraphQLFormattedError {
  const original = thrown instanceof GraphQLError ? thrown.originalError : thrown;
  const isUnwrapped = thrown instanceof GraphQLError && isAboutDocument(original);
  if (isUnwrapped) {
    const code = formatted.extensions?.code;
    // Below a field it is our resolver that gave what its type does not allow; elsewhere the document
    // asks for a kind of operation that is not here.
    if (code !== UNNAMED || formatted.path === undefined) {
      const told = code === UNNAMED ? 'BAD_REQUEST' : code;
      return { ...formatted, extensions: { code: told, requestId } };
    }
  }
  const error = toCoinopError(isUnwrapped ? thrown : original);
  if (error.level !== 'info') {
    const cause = error.cause instanceof Error ? error.cause.stack : error.cause;
    log[error.level]({ requestId, code: error.code, cause }, error.message);
  }
  const { locations, path } = formatted;
  return {
    message: error.message,
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: graphqlExtensions(error, requestId),
  };
}

/** For what fails before GraphQL sees it, such as a body that is not JSON. */
export const renderGraphqlError: ErrorRenderer = (error, requestId) => ({
  status: error.status,
  contentType: 'application/json; charset=utf-8',
  headers: error.headers,
  body: JSON.stringify({
    errors: [{ message: error.message, extensions: graphqlExtensions(error, requestId) }],
  }),
});

function graphqlExtensions(
  error: CoinopError,
  requestId: string | undefined,
): Record<string, unknown> {
  return { ...error.members, code: error.code.toUpperCase(), requestId };
}

/** Syntax, validation and coercion errors are made by graphql-js itself and wrap nothing of ours. */
function isAboutDocument(original: unknown): boolean {
  return original === undefined || original === null || original instanceof GraphQLError;
}
