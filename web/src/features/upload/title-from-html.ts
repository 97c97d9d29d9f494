/** The <title> of an HTML document, or undefined. Nothing of the document runs or loads. */
export function titleFromHtml(html: string): string | undefined {
  const title = new DOMParser().parseFromString(html, 'text/html').title.trim();
  return title === '' ? undefined : title.slice(0, 120);
}
