import type { ChatEvent } from './chat-event';
import { stringOf } from './read-fields';

/** The first event of an answer; a provider that names neither id nor model is no reason to fail. */
export function startEvent(id: unknown, model: unknown): ChatEvent {
  return { type: 'start', id: stringOf(id) ?? '', model: stringOf(model) ?? '' };
}
