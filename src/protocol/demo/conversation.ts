import type { ChatMessage, ChatRequest } from '../chat/chat-request';

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

export function toConversation(chat: ChatRequest): Conversation {
  const { outputFormat, outputTokensMax, stops } = chat;
  return {
    turns: toTurns(chat),
    outputTokensMax,
    stops,
    json: outputFormat?.type === 'json-schema' ? outputFormat.schema : outputFormat && true,
  };
}

function toTurns({ system, messages }: ChatRequest): Turn[] {
  return [
    ...system.slice(-TURNS_HEARD_MAX).map((text) => hear('system', text)),
    ...messages.slice(-TURNS_HEARD_MAX).map((message) => hear(message.role, wordsOf(message))),
  ];
}

export function hear(role: Turn['role'], text: string): Turn {
  return { role, text: text.slice(-HEARD_CHARS_MAX) };
}

function wordsOf({ parts }: ChatMessage): string {
  return parts
    .map((part) => {
      if (part.type === 'text') return part.text;
      if (part.type !== 'tool-result') return '';
      return part.parts.map((inner) => (inner.type === 'text' ? inner.text : '')).join('\n');
    })
    .filter((text) => text !== '')
    .join('\n');
}
