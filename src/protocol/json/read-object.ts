import { isRecord } from '../relay/token-count';
import { listMembers, MEMBERS_MAX } from './json-members';

/** Deeper bodies are refused: walking them would overflow the stack of this or a later program. */
export const JSON_DEPTH_MAX = 128;

/** Room for a conversation of any length, and for a batch of embeddings given as token numbers. */
export const JSON_VALUES_MAX = 1_000_000;

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
  const start = bytes.findIndex((byte) => byte > 0x20);
  if (bytes[start] !== 0x7b) return refuse('The body must be a JSON object.');
  // Before it is parsed: a parser takes minutes for some bodies of fifty megabytes.
  const { members, depth, values } = listMembers(bytes, start);
  const names = members.map((member) => member.name);
  const excess = checkSize(names.length, depth, values);
  if (excess !== null) return excess;
  const body = parse(bytes);
  if (typeof body === 'string') return refuse(body);
  const twice = firstTwice(names);
  if (twice !== undefined) {
    const shown = twice.slice(0, 64);
    return refuse(`${shown}: is given twice.`, `/${shown}`);
  }
  return { ok: true, body, bytes, names };
}

function checkSize(members: number, depth: number, values: number): Refusal | null {
  if (members > MEMBERS_MAX) return refuse(`The body has more than ${MEMBERS_MAX} members.`);
  if (depth > JSON_DEPTH_MAX) {
    return refuse(`The body is nested more than ${JSON_DEPTH_MAX} levels deep.`);
  }
  return values > JSON_VALUES_MAX
    ? refuse(`The body holds more than ${JSON_VALUES_MAX} values.`)
    : null;
}

/** The object, or what is wrong with the text. */
function parse(bytes: Buffer): Record<string, unknown> | string {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return 'The body is not valid UTF-8.';
  }
  try {
    const body = JSON.parse(text) as unknown;
    return isRecord(body) ? body : 'The body must be a JSON object.';
  } catch {
    return 'The body is not valid JSON.';
  }
}

function firstTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function hasByteOrderMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
