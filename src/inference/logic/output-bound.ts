import type { DialectRequest } from '../../protocol/relay/dialect-request';

/** Output assumed where neither the client nor the model sets a limit. */
const OUTPUT_TOKENS_DEFAULT = 128_000;

/**
 * The most output a call can have: what the client allows, cut to what the model can give. Clients that do
 * not know a model ask for far more than it has, which its provider would refuse. A request for several
 * answers is left alone: its limit is of all together, the model's of one.
 */
export function outputBound(
  { outputTokensMax: asked, body }: Pick<DialectRequest, 'outputTokensMax' | 'body'>,
  modelMax: number | null,
): number {
  const wanted = asked ?? OUTPUT_TOKENS_DEFAULT;
  const isOneAnswer = Number(body['n'] ?? 1) <= 1 && Number(body['best_of'] ?? 1) <= 1;
  return modelMax === null || !isOneAnswer ? wanted : Math.min(wanted, modelMax);
}

/** The limit to write into the request; null while the client's own, or none, will do. */
export function limitToSend(
  asked: number | null,
  { bound, affordable }: { bound: number; affordable: number },
): number | null {
  return affordable < (asked ?? bound) ? affordable : null;
}
