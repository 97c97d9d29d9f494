/** FNV-1a, 32 bits: the demo model has no dice, the same conversation always gets the same answer. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

export function choose<T>(options: readonly T[], seed: number): T {
  return options[seed % options.length]!;
}
