/** A member of an object in a JSON text: where its value stands, in bytes. */
export interface MemberSpan {
  name: string;
  from: number;
  to: number;
}

export interface ObjectSpans {
  /** At most MEMBERS_MAX + 1: then the rest was not looked at. */
  members: MemberSpan[];
  /** Deepest nesting of objects and arrays under and including this object. */
  depth: number;
  /** How many values there are at least, at any depth. */
  values: number;
  /** Offset of the closing brace. */
  end: number;
}

export interface JsonEdit {
  /** One or two member names from the outermost object. */
  path: readonly [string] | readonly [string, string];
  value: string | number | boolean;
}

/** No dialect has more than a few dozen. */
export const MEMBERS_MAX = 1_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Lists the members of the object that starts at `start`. Not recursive; of a text that is not valid JSON it lists
 * something, and ends.
 */
export function listMembers(json: Buffer, start: number): ObjectSpans {
  const members: MemberSpan[] = [];
  let deepest = 1;
  let values = 1;
  let name: string | null = null;
  let valueFrom = 0;
  let at = start + 1;
  for (; at < json.length && members.length <= MEMBERS_MAX; at++) {
    const byte = json[at]!;
    if (byte === QUOTE) {
      const close = endOfString(json, at);
      name ??= readName(json.subarray(at, close + 1));
      at = close;
    } else if (isOpening(byte)) {
      const nested = endOfNested(json, at);
      deepest = Math.max(deepest, nested.depth + 1);
      values += nested.values;
      at = nested.end;
    } else if (byte === COLON) {
      valueFrom = at + 1;
    } else if (byte === COMMA || byte === CLOSE_BRACE) {
      if (name !== null) members.push(trimmed(json, { name, from: valueFrom, to: at }));
      name = null;
      values += 1;
      if (byte === CLOSE_BRACE) break;
    }
  }
  return { members, depth: deepest, values, end: at };
}

/** Offset of the bracket that closes the one at `open`, how deep it goes between them, and how many values there are. */
function endOfNested(json: Buffer, open: number): { end: number; depth: number; values: number } {
  let depth = 1;
  let values = 1;
  let deepest = 1;
  let at = open;
  while (depth > 0 && ++at < json.length) {
    const byte = json[at]!;
    if (byte === QUOTE) at = endOfString(json, at);
    else if (isOpening(byte)) deepest = Math.max(deepest, ++depth);
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
    else if (byte === COMMA) values++;
  }
  return { end: at, depth: deepest, values };
}

function isOpening(byte: number): boolean {
  return byte === OPEN_BRACE || byte === OPEN_BRACKET;
}

/** The text with these members set and every other byte as it was: numbers too large for us stay what they were. */
export function editJson(json: Buffer, edits: readonly JsonEdit[]): Buffer {
  let text = json;
  for (const { path, value } of edits) {
    const root = text.indexOf(OPEN_BRACE);
    const [first, second] = path;
    if (second === undefined) text = setMember(text, root, first, JSON.stringify(value));
    else {
      const parent = listMembers(text, root).members.find((member) => member.name === first);
      const isObject = parent !== undefined && text[parent.from] === OPEN_BRACE;
      text = isObject
        ? setMember(text, parent.from, second, JSON.stringify(value))
        : setMember(text, root, first, JSON.stringify({ [second]: value }));
    }
  }
  return text;
}

function setMember(json: Buffer, objectStart: number, name: string, value: string): Buffer {
  const { members, end } = listMembers(json, objectStart);
  const known = members.find((member) => member.name === name);
  const from = known?.from ?? end;
  const to = known?.to ?? end;
  const comma = members.length > 0 ? ',' : '';
  const written = known === undefined ? `${comma}${JSON.stringify(name)}:${value}` : value;
  return Buffer.concat([json.subarray(0, from), Buffer.from(written), json.subarray(to)]);
}

function endOfString(json: Buffer, open: number): number {
  let at = json.indexOf(QUOTE, open + 1);
  while (at !== -1) {
    let backslashes = 0;
    while (json[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
    at = json.indexOf(QUOTE, at + 1);
  }
  return json.length;
}

function readName(literal: Buffer): string {
  const raw = literal.subarray(1, -1).toString();
  if (!literal.includes(BACKSLASH)) return raw;
  try {
    return JSON.parse(literal.toString()) as string;
  } catch {
    // Not valid JSON: whoever parses the text will say so.
    return raw;
  }
}

function trimmed(json: Buffer, span: MemberSpan): MemberSpan {
  let { from, to } = span;
  while (json[from]! <= 0x20) from++;
  while (json[to - 1]! <= 0x20) to--;
  return { name: span.name, from, to };
}
