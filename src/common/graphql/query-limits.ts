import { ApolloArmor } from '@escape.tech/graphql-armor';
import { GraphQLError, type ValidationContext } from 'graphql';
import { PAGE_ROWS_MAX } from '../paging/keyset';

/** What one document may ask for. Refused with 400 before anything is executed. */
export const QUERY_DEPTH_MAX = 8;
export const QUERY_ALIASES_MAX = 15;
export const QUERY_DIRECTIVES_MAX = 20;
/** Lexical tokens; GraphiQL's introspection query has about 400. */
export const QUERY_TOKENS_MAX = 1500;
/** Points: 1 per scalar, 2 per object, half as much again per level, times `first`. A full page of usage records with every field is 10300. */
export const QUERY_COST_MAX = 120 * PAGE_ROWS_MAX;

/**
 * Validation rules for depth, aliases, directives and cost. Cost counts `first` only where it is
 * written out; a page size in a variable is bounded by `PAGE_ROWS_MAX` and the number of aliases.
 *
 * The armor's own token limit is left off: it throws from a place where Apollo answers 500, for plain
 * syntax errors too. Apollo's parser has the same limit built in (`parseOptions.maxTokens`).
 */
export function queryLimitRules(): ReturnType<ApolloArmor['protect']>['validationRules'] {
  const reporting = { propagateOnRejection: false, onReject: [report], exposeLimits: true };
  return new ApolloArmor({
    maxDepth: { ...reporting, n: QUERY_DEPTH_MAX, flattenFragments: true },
    maxAliases: { ...reporting, n: QUERY_ALIASES_MAX },
    maxDirectives: { ...reporting, n: QUERY_DIRECTIVES_MAX },
    costLimit: { ...reporting, maxCost: QUERY_COST_MAX, flattenFragments: true },
    maxTokens: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  }).protect().validationRules;
}

/** A rule that throws stops validation with a 500; one that reports is answered as any other mistake. */
function report(context: ValidationContext | null, error: GraphQLError): void {
  context?.reportError(new GraphQLError(error.message.replace(/^Syntax Error: /u, '')));
}
