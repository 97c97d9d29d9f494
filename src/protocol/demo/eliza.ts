import { ELIZA_RULES, FALLBACKS, MEMORIES, REFLECTIONS } from './eliza-rules';
import { choose, hashText } from './seeded-choice';

const CAUGHT_CHARS_MAX = 80;

/** What ELIZA says to the last of these utterances, remembering those before. */
export function askBack(utterances: readonly string[]): string {
  const said = utterances.at(-1) ?? '';
  // The count of turns is in the seed, so that repeating oneself does not get the same question twice.
  const seed = hashText(said) + utterances.length;
  for (const { pattern, replies } of ELIZA_RULES) {
    const match = pattern.exec(said);
    if (match !== null) return choose(replies, seed).replaceAll('%1', reflect(match[1] ?? ''));
  }
  const belonging = findBelonging(utterances.slice(0, -1));
  if (belonging !== null && seed % 2 === 0) {
    return choose(MEMORIES, seed).replaceAll('%1', belonging);
  }
  return choose(FALLBACKS, seed);
}

/** "my cat ignores me." becomes "your cat ignores you": first clause only, seen from the other side. */
export function reflect(phrase: string): string {
  const clause = phrase
    .split(/[.!?;,\n]/)[0]!
    .trim()
    .slice(0, CAUGHT_CHARS_MAX);
  return clause
    .split(/\s+/)
    .map((word) => REFLECTIONS[word.toLowerCase()] ?? word)
    .join(' ');
}

function findBelonging(utterances: readonly string[]): string | null {
  for (const utterance of utterances.toReversed()) {
    const match = /\bmy ([a-z]{3,20})\b/i.exec(utterance);
    if (match !== null && match[1]!.toLowerCase() !== 'name') return match[1]!.toLowerCase();
  }
  return null;
}
