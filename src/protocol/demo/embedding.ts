import { hashText } from './seeded-choice';

/** As many as small real models have; enough that unlike texts stand apart. */
export const EMBEDDING_DIMENSIONS = 256;

/**
 * A vector of length 1 for a text: words and their three-letter pieces are hashed into dimensions with a
 * sign. Texts that share words come out alike, which is all that a demo of search needs.
 */
export function embedText(text: string, dimensions = EMBEDDING_DIMENSIONS): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const word of words) {
    add(vector, word, 1);
    for (let at = 0; at + 3 <= word.length; at++) add(vector, word.slice(at, at + 3), 0.3);
  }
  // A text without words still has a direction.
  if (words.length === 0) add(vector, text, 1);
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function add(vector: number[], piece: string, weight: number): void {
  const hash = hashText(piece);
  const at = (hash >>> 1) % vector.length;
  vector[at] = vector[at]! + (hash % 2 === 0 ? weight : -weight);
}
