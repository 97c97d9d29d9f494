const META_CHARSET = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{1,40})/iu;
const META_BYTES_MAX = 1024;

/**
 * HTML as UTF-8. It is always served as UTF-8, whatever it says about itself, so that one document
 * cannot mean two things; older encodings are converted when the game arrives. Returns the same buffer
 * when there is nothing to do.
 */
export function toUtf8(html: Buffer): Buffer {
  if (html[0] === 0xff && html[1] === 0xfe) return decode(html, 'utf-16le');
  if (html[0] === 0xfe && html[1] === 0xff) return decode(html, 'utf-16be');
  if (isUtf8(html)) return html;
  const said = META_CHARSET.exec(html.toString('latin1', 0, META_BYTES_MAX))?.[1];
  return decode(html, knownEncoding(said) ?? 'windows-1252');
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** UTF-7 and the like are not known to TextDecoder and so never honoured. */
function knownEncoding(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    const { encoding } = new TextDecoder(label);
    return encoding === 'utf-8' ? null : encoding;
  } catch {
    return null;
  }
}

function decode(bytes: Buffer, encoding: string): Buffer {
  return Buffer.from(new TextDecoder(encoding).decode(bytes), 'utf8');
}
