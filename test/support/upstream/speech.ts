import type { Scenario } from './scenario';

/** One answer of a model server, in the pieces that go over the wire one by one. */
export interface Speech {
  contentType: string;
  headers: string[];
  /** Before the first token. */
  opening: string;
  /** The piece of one output token; made when it is due, for an answer may be larger than memory. */
  token: (index: number) => string;
  /** After the last token, with the usage. */
  closing: string;
  /** An error in the middle of the stream. */
  error: string;
  /** The answer of a call that does not stream. */
  whole: unknown;
}

export interface Asked {
  model: string;
  stream: boolean;
  scenario: Scenario;
  /** Rises by one per call; ids are made of it. */
  number: number;
  body: Record<string, any>;
}

/** The words a model says: one token each for any tokenizer, and countable in what a client received. */
export function word(scenario: Scenario, index: number): string {
  return `${index === 0 ? '' : ' '}the${'x'.repeat(scenario.pad)}`;
}

export function text(scenario: Scenario): string {
  return Array.from({ length: scenario.n }, (_, index) => word(scenario, index)).join('');
}

const ABSURD: Record<string, unknown> = {
  huge: 9_007_199_254_740_991,
  negative: -5,
  float: 3.7,
  string: 'many',
  null: null,
};

/** The number of output tokens as this upstream reports it; undefined leaves the field out. */
export function reported(scenario: Scenario, tokens: number): unknown {
  if (scenario.fault === 'no-usage') return undefined;
  return scenario.fault === 'absurd-usage' ? ABSURD[scenario.absurd] : tokens;
}

export function errorBody(
  dialect: 'anthropic' | 'openai' | 'ollama',
  status: number,
  echo = '',
): unknown {
  const message = `scripted upstream error ${status}${echo}`;
  if (dialect === 'ollama') return { error: message };
  if (dialect === 'openai')
    return { error: { message, type: 'server_error', param: null, code: null } };
  const types: Record<number, string> = {
    400: 'invalid_request_error',
    401: 'authentication_error',
    403: 'permission_error',
    404: 'not_found_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
    529: 'overloaded_error',
  };
  return {
    type: 'error',
    error: { type: types[status] ?? 'api_error', message },
    request_id: `req_upstream_${status}`,
  };
}
