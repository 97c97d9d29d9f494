import { isRecord } from '../relay/token-count';

/** A conversation as the demo model hears it: who said which words. */
export interface Turn {
  role: 'system' | 'user' | 'assistant';
  text: string;
}

/** What the caller wants of the answer besides words. */
export interface Wishes {
  /** The most words (one word is one output token); null for no limit. */
  outputTokensMax: number | null;
  /** The answer ends before any of these. */
  stops: readonly string[];
  /** A JSON schema, `true` for JSON of any shape, null for plain text. */
  json: Record<string, unknown> | true | null;
}

export interface Conversation extends Wishes {
  turns: readonly Turn[];
}

/** Texts longer than this are heard only from their end: patterns over megabytes would take seconds. */
const HEARD_CHARS_MAX = 4_000;
const TURNS_HEARD_MAX = 200;

export function toTurn(role: unknown, content: unknown): Turn {
  return { role: toRole(role), text: textOf(content).slice(-HEARD_CHARS_MAX) };
}

/** The latest turns; system turns among the forgotten ones are kept, they set the scene. */
export function recentTurns(turns: readonly Turn[]): Turn[] {
  const cut = turns.length - TURNS_HEARD_MAX;
  return turns
    .filter((turn, at) => at >= cut || turn.role === 'system')
    .slice(-2 * TURNS_HEARD_MAX);
}

/** The words of a content field in any dialect: a string, or parts of which some have text. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map(partText).filter(Boolean).join('\n');
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part;
  if (!isRecord(part)) return '';
  if (typeof part['text'] === 'string') return part['text'];
  if (part['type'] === 'tool_result') return textOf(part['content']);
  return '';
}

function toRole(role: unknown): Turn['role'] {
  if (role === 'system' || role === 'developer') return 'system';
  return role === 'assistant' || role === 'model' ? 'assistant' : 'user';
}
