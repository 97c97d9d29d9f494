import { isRecord } from '../relay/token-count';

/** The words of a content field in any dialect: a string, or parts of which some have text. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => {
      if (typeof part === 'string') return part;
      return isRecord(part) && typeof part['text'] === 'string' ? part['text'] : '';
    })
    .filter((text) => text !== '')
    .join('\n');
}
