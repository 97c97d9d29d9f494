const MARKUP_BYTES_MAX = 64 * 1024;

const ARCHIVES: [magic: string, advice: string][] = [
  [
    'PK\u0003\u0004',
    'Zip archives are not accepted yet: upload one .html file with everything in it.',
  ],
  ['PK\u0005\u0006', 'This zip archive is empty.'],
  ['Rar!', 'RAR archives are not accepted: upload one .html file.'],
  ['7z\u00bc\u00af', '7z archives are not accepted: upload one .html file.'],
  ['\u001f\u008b', 'Gzip files are not accepted: upload one .html file.'],
];

/**
 * What is wrong with an upload, in words for its maker; null when it can be a game. Decided by the bytes:
 * the name and type that a client sends along are not looked at.
 */
export function sniffUpload(bytes: Buffer): string | null {
  if (bytes.length === 0) return 'The file is empty.';
  const start = bytes.toString('latin1', 0, 8);
  for (const [magic, advice] of ARCHIVES) if (start.startsWith(magic)) return advice;
  const isUtf16 = start.startsWith('\u00ff\u00fe') || start.startsWith('\u00fe\u00ff');
  const markup = bytes.toString('latin1', 0, MARKUP_BYTES_MAX).replaceAll('\0', '');
  if (!isUtf16 && bytes.subarray(0, MARKUP_BYTES_MAX).includes(0)) {
    return 'This is not an HTML file: it holds binary data.';
  }
  if (
    !/<(?:!doctype|html|head|body|script|style|canvas|title|meta|svg|div|p|h1|main)[\s>/]/iu.test(
      markup,
    )
  ) {
    return 'This is not an HTML file: no HTML tag was found in it.';
  }
  return null;
}
