/** `-20250929`, `-2026-03-17`, `-latest`: a snapshot costs what its model costs. */
const SNAPSHOT = /-(20\d{6}|20\d\d-\d\d-\d\d|latest)$/u;

/** The names to look a model up by, the exact one first. */
export function lookupNames(model: string): string[] {
  const plain = model.replace(SNAPSHOT, '');
  return plain === model ? [model] : [model, plain];
}
