import type { ChatMessage } from './chat-request';

/**
 * Neighbouring messages of one role as one message. Some dialects want turns to alternate, and some write each
 * part of a turn as an item of its own.
 */
export function mergeTurns(messages: readonly ChatMessage[]): ChatMessage[] {
  const merged: ChatMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role === message.role) {
      const parts = [...last.parts, ...message.parts];
      merged[merged.length - 1] = { role: message.role, parts } as ChatMessage;
    } else merged.push(message);
  }
  return merged;
}
