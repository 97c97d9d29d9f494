import type { Turn } from './conversation';
import { choose, hashText } from './seeded-choice';

const ROLE =
  /\byou (?:are|play)(?: called| named)? ((?:an? |the )?[A-Za-z][\w’'-]*(?: [a-z][\w’'-]*){0,4})/i;
/** Roles that are no character: the demo stays itself. */
const NO_CHARACTER =
  /\b(?:assistant|model|ai|bot|chatbot|helper|expert|narrator|storyteller|master|api|system|json)\b/i;

const GESTURES: readonly string[] = [
  'looks you over',
  'thinks for a moment',
  'scratches an ear',
  'leans a little closer',
];

/** The character a system prompt asks for, as one would speak of it ("the grumpy shopkeeper"), or null. */
export function findPersona(turns: readonly Turn[]): string | null {
  for (const { role, text } of turns) {
    const found = role === 'system' ? ROLE.exec(text)?.[1] : undefined;
    if (found !== undefined && !NO_CHARACTER.test(found)) {
      return found.replace(/^an? /i, 'the ').replace(/ (?:in|who|with|of|and|that)\b.*$/, '');
    }
  }
  return null;
}

/** The reply with a gesture of the character before it, now and then. */
export function inCharacter(persona: string, reply: string, turnCount: number): string {
  const seed = hashText(reply) + turnCount;
  if (turnCount > 2 && seed % 3 !== 0) return reply;
  const who = persona.charAt(0).toUpperCase() + persona.slice(1);
  return `*${who} ${choose(GESTURES, seed)}.* ${reply}`;
}
