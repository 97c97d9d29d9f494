import { Tokenizer } from 'htmlparser2';

/** Where tags may begin is decided within the first part of the document; nothing sane has more before it. */
const SCAN_CHARS_MAX = 256 * 1024;

/**
 * The position, in UTF-16 units, where a script becomes the first thing that runs: after the doctype,
 * comments, `<html>` and `<head>`, before anything else. A document without these tags gets it where
 * the browser would imply them. Found with a tokenizer, because `<head>` also stands in comments and
 * in attribute values.
 */
export function bootPosition(html: string): number {
  const text = html.slice(0, SCAN_CHARS_MAX);
  let position = text.startsWith('\uFEFF') ? 1 : 0;
  let opening: 'html' | 'head' | null = null;
  let isDecided = false;
  const decide = () => {
    isDecided = true;
    tokenizer.pause();
  };
  const pass = (end: number) => {
    if (!isDecided) position = end;
  };
  const opened = (end: number) => {
    if (isDecided || opening === null) return;
    position = end + 1;
    if (opening === 'head') decide();
    opening = null;
  };
  const ignored = () => undefined;
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false },
    {
      ondeclaration: (_start, end) => pass(end + 1),
      onprocessinginstruction: (_start, end) => pass(end + 1),
      oncomment: (_start, end) => pass(end + 1),
      ontext: (start, end) => {
        if (/[^\s\uFEFF]/u.test(text.slice(start, end))) decide();
      },
      ontextentity: decide,
      onopentagname: (start, end) => {
        const name = text.slice(start, end).toLowerCase();
        opening = name === 'html' || name === 'head' ? name : null;
        if (opening === null) decide();
      },
      onopentagend: opened,
      onselfclosingtag: opened,
      onclosetag: decide,
      oncdata: decide,
      onattribdata: ignored,
      onattribentity: ignored,
      onattribend: ignored,
      onattribname: ignored,
      onend: ignored,
    },
  );
  tokenizer.write(text);
  return position;
}

/** The document with `tag` as its first script. Bytes in, bytes out: the rest is not touched. */
export function injectBoot(html: Buffer, tag: string): Buffer {
  const head = html.toString('utf8', 0, Math.min(html.length, SCAN_CHARS_MAX));
  const at = Buffer.byteLength(head.slice(0, bootPosition(head)));
  return Buffer.concat([html.subarray(0, at), Buffer.from(tag), html.subarray(at)]);
}
