import type { TokenUsage, UsageSum, UsageSumKey } from '../../ledger/ledger.types';

/** A sum without keys and without anything in it. */
export function emptySum(): UsageSum {
  return {
    keys: {},
    calls: 0,
    usage: { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 },
    chargedTokens: 0,
    chargedMicroCredits: 0,
    houseMicroCredits: 0,
  };
}

/** Adds up sums that have the same keys; each group comes out once: by day, then the largest first. */
export function addSums(sums: Iterable<UsageSum>, groupBy: readonly UsageSumKey[]): UsageSum[] {
  const groups = new Map<string, UsageSum>();
  for (const sum of sums) {
    const name = JSON.stringify(groupBy.map((key) => sum.keys[key] ?? null));
    const group = groups.get(name);
    groups.set(name, group === undefined ? sum : plus(group, sum));
  }
  const dayOf = ({ keys }: UsageSum) => Number(keys.day ?? 0);
  return [...groups.values()].sort(
    (a, b) => dayOf(a) - dayOf(b) || tokensOf(b.usage) - tokensOf(a.usage),
  );
}

function plus(a: UsageSum, b: UsageSum): UsageSum {
  return {
    keys: a.keys,
    calls: a.calls + b.calls,
    usage: {
      input: a.usage.input + b.usage.input,
      cacheRead: a.usage.cacheRead + b.usage.cacheRead,
      cacheWrite: a.usage.cacheWrite + b.usage.cacheWrite,
      output: a.usage.output + b.usage.output,
      reasoning: a.usage.reasoning + b.usage.reasoning,
    },
    chargedTokens: a.chargedTokens + b.chargedTokens,
    chargedMicroCredits: a.chargedMicroCredits + b.chargedMicroCredits,
    houseMicroCredits: a.houseMicroCredits + b.houseMicroCredits,
  };
}

/** What OpenAI's wire calls prompt tokens: everything that went in, cached or not. */
export function promptTokens({ input, cacheRead, cacheWrite }: TokenUsage): number {
  return input + cacheRead + cacheWrite;
}

/** Everything that came out, thoughts included. */
export function completionTokens({ output, reasoning }: TokenUsage): number {
  return output + reasoning;
}

export function tokensOf(usage: TokenUsage): number {
  return promptTokens(usage) + completionTokens(usage);
}
