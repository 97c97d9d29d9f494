const UNTIDY = /\/(?:\/|\?|$)|%|\/v1\/v1(?:[/?]|$)/u;
/** Letters, digits, `_`, `~` and `-` mean the same with and without percent signs (RFC 3986, 6.2.2.2). */
const NEEDLESS_ESCAPE = /%(?:2d|3[0-9]|[46][1-9a-f]|[57][0-9a]|5f|7e)/giu;

/**
 * An address as the router and everything that looks at paths should see it: one spelling for each. The
 * path's needless percent signs and double slashes go, and so do the second `/v1` of a client whose base
 * URL had one already and the slash at an API's end. The query stays as it was written.
 */
export function tidyAddress(url: string): string {
  if (!UNTIDY.test(url)) return url;
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  const tidy = path
    .replaceAll(NEEDLESS_ESCAPE, (escape) => String.fromCodePoint(parseInt(escape.slice(1), 16)))
    .replaceAll(/\/{2,}/gu, '/')
    .replace(/^(\/(?:api|v1)\/.*)\/$/su, '$1')
    .replace(
      /^((?:\/api\/(?:inference\/(?:anthropic|openai)|v1\/llm))?\/v1)(?:\/v1)+(?=\/|$)/u,
      '$1',
    );
  return query === -1 ? tidy : tidy + url.slice(query);
}
