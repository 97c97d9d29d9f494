import { ApiError } from './api-error';
import { rest } from './rest';

/** A query or mutation with the types of what goes in and what comes out. */
export interface Document<Data, Variables> {
  text: string;
  /** Never set: carries the types only. */
  readonly types?: (variables: Variables) => Data;
}

export function gql<Data, Variables = Record<string, never>>(
  text: string,
): Document<Data, Variables> {
  return { text };
}

interface GraphqlAnswer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string; requestId?: string } }[];
}

/** The one GraphQL fetcher. Throws ApiError with the code and request id of the first error. */
export async function graphql<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const answer = await rest<GraphqlAnswer<Data>>('/graphql', {
    method: 'POST',
    body: { query: document.text, variables },
    ...(signal === undefined ? {} : { signal }),
  });
  const first = answer.errors?.[0];
  if (first !== undefined) {
    const { code = 'unknown', requestId = null } = first.extensions ?? {};
    throw new ApiError(200, code, first.message, requestId);
  }
  return answer.data as Data;
}
