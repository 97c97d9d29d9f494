import type { Source } from './chat-request';

/** A URL as a source: `data:` URLs are bytes, all others an address. */
export function sourceFromUrl(url: string): Source {
  const match = /^data:([^;,]*)[^,]*;base64,/.exec(url.slice(0, 256));
  if (match === null) return { kind: 'url', url };
  return {
    kind: 'base64',
    mediaType: match[1] === '' ? 'application/octet-stream' : match[1]!,
    data: url.slice(match[0].length),
  };
}

export function urlFromSource(source: Source): string {
  return source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`;
}

/** The media type of an image from the first characters of its base64, for dialects that do not say it. */
export function imageTypeOf(base64: string): string {
  if (base64.startsWith('iVBOR')) return 'image/png';
  if (base64.startsWith('R0lGOD')) return 'image/gif';
  if (base64.startsWith('UklGR')) return 'image/webp';
  return 'image/jpeg';
}
