const QUOTE = 0x22;
const COLON = 0x3a;

/**
 * Cheap looks into a JSON text without parsing it. They rest on one fact: a quoted name such as `"done"`
 * cannot occur inside a JSON string, because the quotes would be escaped there. It can occur as a
 * member at any depth, so a hit says "maybe" where depth matters, and a miss says "no".
 */

/** Offset of the value of the first member with this name at or after `from`, or -1. `quotedName` includes the quotes. */
export function findMember(json: Buffer, quotedName: Buffer, from = 0): number {
  let at = json.indexOf(quotedName, from);
  while (at !== -1) {
    let value = skipSpace(json, at + quotedName.length);
    if (json[value] === COLON) {
      value = skipSpace(json, value + 1);
      return value < json.length ? value : -1;
    }
    at = json.indexOf(quotedName, at + quotedName.length);
  }
  return -1;
}

/** True when a member with this name holds a string of at least one character. */
export function hasText(json: Buffer, quotedName: Buffer): boolean {
  for (let at = findMember(json, quotedName); at !== -1; at = findMember(json, quotedName, at)) {
    if (json[at] === QUOTE && json[at + 1] !== QUOTE) return true;
  }
  return false;
}

/** True when a member with this name holds a value that starts with one of these bytes. */
export function hasValue(json: Buffer, quotedName: Buffer, firstByte: number): boolean {
  for (let at = findMember(json, quotedName); at !== -1; at = findMember(json, quotedName, at)) {
    if (json[at] === firstByte) return true;
  }
  return false;
}

function skipSpace(json: Buffer, from: number): number {
  let at = from;
  while (json[at] === 0x20 || json[at] === 0x09) at++;
  return at;
}

/** The name as it stands in JSON, for the functions above. */
export function quoted(name: string): Buffer {
  return Buffer.from(`"${name}"`);
}
