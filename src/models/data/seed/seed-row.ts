import type { ModelCapability, ModelTier, SeedModel } from '../../models.types';

/** [input, cache read, cache write, output], micro-credits per million tokens. Reasoning costs what output costs. */
type Prices = readonly [number, number, number, number];

const CAPABILITIES: Record<string, ModelCapability> = {
  c: 'completion',
  t: 'tools',
  v: 'vision',
  r: 'thinking',
  e: 'embedding',
};

/** A line of a seed table: names, tier, letters for capabilities, [context, output] in tokens, prices. */
export type SeedRow = readonly [
  model: string,
  displayName: string,
  tier: ModelTier | null,
  capabilities: string,
  limits: readonly [context: number, output: number | null],
  prices: Prices,
  aliases?: readonly string[],
];

export function fromRows(provider: string, source: string, rows: readonly SeedRow[]): SeedModel[] {
  return rows.map(([model, displayName, tier, letters, limits, prices, aliases = []]) => {
    const [input, cacheRead, cacheWrite, output] = prices;
    const [contextTokensMax, outputTokensMax] = limits;
    return {
      provider,
      model,
      displayName,
      tier,
      capabilities: letters.split('').map((letter) => CAPABILITIES[letter]!),
      contextTokensMax,
      outputTokensMax,
      aliases,
      prices: { input, cacheRead, cacheWrite, output, reasoning: output },
      // Some figures were not read there: an operator who bills by them should look first.
      source: `shipped, not verified: compare with ${source}`,
    };
  });
}
