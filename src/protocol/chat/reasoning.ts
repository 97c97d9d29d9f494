import type { Effort, ReasoningWish } from './chat-request';

/** The smallest budget Anthropic accepts. */
export const REASONING_BUDGET_MIN = 1_024;

/**
 * Some dialects ask for an effort, some for a budget in tokens. The steps are between the budgets that
 * agents send for "think", "think hard" and "think harder" (4k, 10k, 32k).
 */
const BUDGETS: Readonly<Record<Effort, number>> = {
  none: 0,
  low: 4_000,
  medium: 10_000,
  high: 32_000,
};

export function wishFromBudget(budgetTokens: number): ReasoningWish {
  const effort = budgetTokens <= 4_096 ? 'low' : budgetTokens <= 16_384 ? 'medium' : 'high';
  return { effort, budgetTokens };
}

/** Any dialect's word for an effort; unheard-of ones are the middle. */
export function wishFromEffort(word: string): ReasoningWish {
  const efforts: Readonly<Record<string, Effort>> = {
    none: 'none',
    minimal: 'low',
    low: 'low',
    medium: 'medium',
    high: 'high',
    xhigh: 'high',
    max: 'high',
  };
  return { effort: efforts[word] ?? 'medium', budgetTokens: null };
}

/** A budget below the output limit, or null when there is no room for the least one. */
export function budgetWithin(wish: ReasoningWish, outputTokensMax: number): number | null {
  const wanted = wish.budgetTokens ?? BUDGETS[wish.effort];
  const budget = Math.min(Math.max(wanted, REASONING_BUDGET_MIN), outputTokensMax - 1);
  return wish.effort === 'none' || budget < REASONING_BUDGET_MIN ? null : budget;
}
