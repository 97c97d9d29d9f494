/** HTTP/1.1 as bytes: the tests compare what went over the wire, so nothing here may tidy it up. */
const HEAD_END = Buffer.from('\r\n\r\n');

export interface Head {
  /** The request or status line. */
  line: string;
  /** Lower-case names; of several the last. `rawHeaders` has them all. */
  headers: Record<string, string>;
  /** As sent: `Name: value` lines in order. */
  rawHeaders: string[];
  /** Bytes of the head, with the empty line. */
  length: number;
}

/** Undefined while the head is not complete. */
export function readHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end === -1) return undefined;
  const [line = '', ...rawHeaders] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const raw of rawHeaders) {
    const colon = raw.indexOf(':');
    headers[raw.slice(0, colon).trim().toLowerCase()] = raw.slice(colon + 1).trim();
  }
  return { line, headers, rawHeaders, length: end + HEAD_END.length };
}

export interface Dechunked {
  /** The payload of all complete chunks. */
  body: Buffer;
  chunks: Buffer[];
  /** Whether the last, empty chunk was seen. */
  isComplete: boolean;
  /** Bytes used, to find what follows on a keep-alive connection. */
  length: number;
}

export function dechunk(bytes: Buffer): Dechunked {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) break;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    const end = lineEnd + 2 + size;
    if (Number.isNaN(size) || bytes.length < end + 2) break;
    if (size === 0)
      return { body: Buffer.concat(chunks), chunks, isComplete: true, length: end + 2 };
    chunks.push(bytes.subarray(lineEnd + 2, end));
    at = end + 2;
  }
  return { body: Buffer.concat(chunks), chunks, isComplete: false, length: at };
}

/** The body that follows a head; undefined while it is not complete. Without a length it is empty. */
export function readBody(head: Head, rest: Buffer): { body: Buffer; length: number } | undefined {
  if (/chunked/iu.test(head.headers['transfer-encoding'] ?? '')) {
    const { body, isComplete, length } = dechunk(rest);
    return isComplete ? { body, length } : undefined;
  }
  const length = Number(head.headers['content-length'] ?? 0);
  return rest.length < length ? undefined : { body: rest.subarray(0, length), length };
}

export function head(line: string, headers: readonly string[]): Buffer {
  return Buffer.from(`${[line, ...headers].join('\r\n')}\r\n\r\n`, 'latin1');
}

export function chunk(payload: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`${payload.length.toString(16)}\r\n`),
    payload,
    Buffer.from('\r\n'),
  ]);
}

export const LAST_CHUNK = Buffer.from('0\r\n\r\n');
