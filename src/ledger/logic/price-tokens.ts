import type { PriceVersion, TokenUsage } from '../ledger.types';

const PER_TOKENS = 1_000_000;

export function totalTokens(usage: TokenUsage): number {
  return usage.input + usage.cacheRead + usage.cacheWrite + usage.output + usage.reasoning;
}

/** Micro-credits for these tokens, rounded up once: the error is below one and always on the same side. */
export function priceOf(usage: TokenUsage, price: PriceVersion): number {
  return perMillion([
    [usage.input, price.input],
    [usage.cacheRead, price.cacheRead],
    [usage.cacheWrite, price.cacheWrite],
    [usage.output, price.output],
    [usage.reasoning, price.reasoning],
  ]);
}

/**
 * The most that a call of this size can cost. Which kind a token will be is known only afterwards
 * (cached or not, thought or said), so each counts as the dearest it can become.
 */
export function coverPrice(price: PriceVersion, inputTokens: number, outputTokens: number): number {
  return perMillion([
    [inputTokens, dearestInput(price)],
    [outputTokens, dearestOutput(price)],
  ]);
}

/** Output tokens that fit into `microCredits` after the input; negative when the input alone does not. */
export function outputWithin(
  price: PriceVersion,
  inputTokens: number,
  microCredits: number,
): number {
  const perOutput = dearestOutput(price);
  const left =
    BigInt(microCredits) * BigInt(PER_TOKENS) - BigInt(inputTokens) * BigInt(dearestInput(price));
  if (left < 0n) return -1;
  return perOutput === 0 ? Number.MAX_SAFE_INTEGER : Number(left / BigInt(perOutput));
}

/** Input tokens that fit into `microCredits` beside the output; negative when the output alone does not. */
export function inputWithin(
  price: PriceVersion,
  outputTokens: number,
  microCredits: number,
): number {
  const perInput = dearestInput(price);
  const left =
    BigInt(microCredits) * BigInt(PER_TOKENS) - BigInt(outputTokens) * BigInt(dearestOutput(price));
  if (left < 0n) return -1;
  return perInput === 0 ? Number.MAX_SAFE_INTEGER : Number(left / BigInt(perInput));
}

export function isFree(price: PriceVersion): boolean {
  return dearestInput(price) === 0 && dearestOutput(price) === 0;
}

function dearestInput(price: PriceVersion): number {
  return Math.max(price.input, price.cacheRead, price.cacheWrite);
}

function dearestOutput(price: PriceVersion): number {
  return Math.max(price.output, price.reasoning);
}

function perMillion(parts: readonly (readonly [tokens: number, price: number])[]): number {
  let sum = 0;
  for (const [tokens, price] of parts) sum += tokens * price;
  // Every partial sum below 2^53 is exact; beyond it (100 million dear tokens) numbers would round.
  if (sum <= Number.MAX_SAFE_INTEGER) {
    const rest = sum % PER_TOKENS;
    return (sum - rest) / PER_TOKENS + (rest > 0 ? 1 : 0);
  }
  let exact = 0n;
  for (const [tokens, price] of parts) exact += BigInt(tokens) * BigInt(price);
  return Number((exact + BigInt(PER_TOKENS - 1)) / BigInt(PER_TOKENS));
}
