/**
 * The request holds something that the neutral form or the upstream's dialect cannot carry and that must not
 * be dropped silently. Thrown by parsers and renderers of requests, caught in translate-request.ts; what
 * is refused and what is dropped stands in docs/translation.md.
 */
export class Untranslatable extends Error {
  constructor(
    /** The caller's field, dotted: `messages.0.content.1`. */
    readonly field: string,
    readonly why: string,
  ) {
    super(`${field}: ${why}`);
    this.name = 'Untranslatable';
  }
}
