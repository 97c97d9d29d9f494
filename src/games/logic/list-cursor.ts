/** Where a page of the list ended: the last row's sort key. */
export interface ListCursor {
  createdAtMs: number;
  id: string;
}

export function encodeCursor({ createdAtMs, id }: ListCursor): string {
  return Buffer.from(`${createdAtMs}.${id}`).toString('base64url');
}

/** Null for anything that encodeCursor did not make. */
export function decodeCursor(text: string): ListCursor | null {
  const match = /^(\d{1,16})\.([a-z2-7]{10})$/u.exec(
    Buffer.from(text, 'base64url').toString('utf8'),
  );
  return match === null ? null : { createdAtMs: Number(match[1]), id: match[2]! };
}

/** A LIKE pattern that finds `words` anywhere, with `\` as its escape. */
export function containing(words: string): string {
  return `%${words.toLowerCase().replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
}
