import { isRecord } from '../relay/token-count';
import { listMembers } from './json-members';

/** Deeper bodies are refused: walking them would overflow the stack of this or a later program. */
export const JSON_DEPTH_MAX = 128;

export interface Refusal {
  ok: false;
  /** What is wrong, naming the field; never a value of the caller's. */
  detail: string;
  /** RFC 6901 pointer to the field. */
  pointer?: string;
}

export interface JsonBody {
  ok: true;
  body: Record<string, unknown>;
  /** The bytes without a byte order mark. */
  bytes: Buffer;
  /** Names of the outermost members, in order. */
  names: string[];
}

export function refuse(detail: string, pointer?: string): Refusal {
  return pointer === undefined ? { ok: false, detail } : { ok: false, detail, pointer };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A request body as an object. Refuses what two readers could understand differently (invalid UTF-8, a
 * member given twice): we meter what we read, and the upstream must not read something else.
 */
export function readJsonObject(raw: Buffer): JsonBody | Refusal {
  const bytes = hasByteOrderMark(raw) ? raw.subarray(3) : raw;
  if (bytes.length === 0) return refuse('The body is empty: send a JSON object.');
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return refuse('The body is not valid UTF-8.');
  }
  let body: unknown;
  try {
    body = JSON.parse(text) as unknown;
  } catch {
    return refuse('The body is not valid JSON.');
  }
  if (!isRecord(body)) return refuse('The body must be a JSON object.');
  const { members, depth } = listMembers(bytes, bytes.indexOf(0x7b));
  if (depth > JSON_DEPTH_MAX) {
    return refuse(`The body is nested more than ${JSON_DEPTH_MAX} levels deep.`);
  }
  const names = members.map((member) => member.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    const shown = twice.slice(0, 64);
    return refuse(`${shown}: is given twice.`, `/${shown}`);
  }
  return { ok: true, body, bytes, names };
}

function hasByteOrderMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
