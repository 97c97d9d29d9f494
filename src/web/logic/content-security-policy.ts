/**
 * What a page of ours may load. Everything comes from our own origin; scripts never stand in the
 * page itself. Mantine writes its theme variables into a <style> element, which the nonce of this
 * one answer allows and nothing else does.
 */
const APP = {
  'default-src': "'self'",
  'img-src': "'self' data: blob:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
};

/** @param frameSrc exactly the origins that this page may frame: one game's, or none. */
export function appPolicy(nonce: string, frameSrc: readonly string[] = []): string {
  return render({
    ...APP,
    'style-src': `'self' 'nonce-${nonce}'`,
    'frame-src': frameSrc.length === 0 ? "'none'" : frameSrc.join(' '),
  });
}

/** GraphiQL's editor (Monaco) writes <style> elements without a nonce and starts workers from blobs. */
export function playgroundPolicy(): string {
  return render({
    ...APP,
    'style-src': "'self' 'unsafe-inline'",
    'font-src': "'self' data:",
    'worker-src': "'self' blob:",
    'frame-src': "'none'",
  });
}

function render(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}
