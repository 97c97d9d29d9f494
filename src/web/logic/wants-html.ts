/**
 * Is this a person following a link? Browsers name text/html when they navigate; curl, SDKs and
 * fetch send star-slash-star or a type of their own, and must never be handed a page.
 */
export function wantsHtml(accept: string | undefined): boolean {
  return (accept ?? '').split(',').some((range) => {
    const [type, ...parameters] = range.trim().toLowerCase().split(';');
    return (
      type?.trim() === 'text/html' && !parameters.some((each) => /^\s*q=0(\.0*)?\s*$/u.test(each))
    );
  });
}
