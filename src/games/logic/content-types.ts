/**
 * Types by extension, ours alone: what the uploader says a file is does not count. Together with
 * `nosniff`, a file never runs as something its name does not say.
 */
const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  xhtml: 'application/xhtml+xml',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xml: 'application/xml',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
  wasm: 'application/wasm',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  bmp: 'image/bmp',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  m4a: 'audio/mp4',
  flac: 'audio/flac',
  mp4: 'video/mp4',
  webm: 'video/webm',
  woff: 'font/woff',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  otf: 'font/otf',
};
/** Files that a build tool compressed beforehand keep the inner type. */
const ENCODINGS: Record<string, string> = { gz: 'gzip', br: 'br' };

export interface FileType {
  type: string;
  encoding: string | null;
}

export function fileTypeOf(path: string): FileType {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const parts = name.split('.');
  const encoding = parts.length > 2 ? (ENCODINGS[parts.at(-1)!] ?? null) : null;
  const extension = parts.length > 1 ? parts.at(encoding === null ? -1 : -2)! : '';
  const type = Object.hasOwn(TYPES, extension) ? TYPES[extension]! : 'application/octet-stream';
  return { type, encoding };
}

export function isHtml(type: string): boolean {
  return type.startsWith('text/html');
}
