/**
 * After Joseph Weizenbaum's ELIZA (1966): a keyword, what follows it turned around, and a question.
 * `%1` is what the pattern caught, said from the other side. The first rule that fits counts, so the
 * particular stand before the general.
 */
export interface ElizaRule {
  pattern: RegExp;
  replies: readonly string[];
}

const rule = (pattern: RegExp, ...replies: string[]): ElizaRule => ({ pattern, replies });

export const ELIZA_RULES: readonly ElizaRule[] = [
  rule(
    /\bi (?:need|want) (.+)/i,
    'What would it change for you to have %1?',
    'Suppose you had %1 tomorrow. What then?',
    'What keeps you from %1?',
  ),
  rule(
    /\bi(?:'m| am) (?:sad|unhappy|depressed|lonely|down)\b/i,
    'I am sorry to hear that. What happened?',
    'That sounds heavy. When did it begin?',
  ),
  rule(
    /\bi(?:'m| am) (?:happy|glad|excited|proud)\b/i,
    'That is good to hear! What brought it about?',
    'Lovely. Who else knows?',
  ),
  rule(/\bi(?:'m| am) bored\b/i, 'We could play: say "riddle", "guess the number" or "adventure".'),
  rule(
    /\bi(?:'m| am) (.+)/i,
    'How long have you been %1?',
    'How do you feel about being %1?',
    'Is it unusual for you to be %1?',
  ),
  rule(
    /\bi (?:can't|cannot|can not) (.+)/i,
    'What would happen if you could %1?',
    'Have you tried, or do you only expect that you cannot %1?',
  ),
  rule(
    /\bi don'?t (.+)/i,
    'Why do you not %1?',
    'Would you like to %1, if nothing stood in the way?',
  ),
  rule(/\bi feel (.+)/i, 'When do you usually feel %1?', 'What do you do when you feel %1?'),
  rule(
    /\bi (?:think|believe|guess) (?:that )?(.+)/i,
    'What makes you think %1?',
    'And if it were not so that %1?',
  ),
  rule(
    /\bi (?:like|love|enjoy) (.+)/i,
    'What is it about %1 that pleases you?',
    'How did you come to like %1?',
  ),
  rule(
    /\bi (?:hate|dislike) (.+)/i,
    'What has %1 ever done to you?',
    'Was there a time when you did not mind %1?',
  ),
  rule(
    /\bi (?:remember|dreamt|dreamed) (?:of |about |that )?(.+)/i,
    'What else comes to mind with %1?',
    'Why %1, just now?',
  ),
  rule(/\bwhy don'?t you (.+)/i, 'Perhaps I will %1 one day.', 'Do you really want me to %1?'),
  rule(
    /\bare you (.+)\?/i,
    'Would you prefer it if I were %1?',
    'Perhaps I am %1 in the dreams of my transistors.',
  ),
  rule(
    /\byou(?:'re| are) (.+)/i,
    'What makes you say I am %1?',
    'I have been called worse than %1.',
  ),
  rule(
    /\bcan you (.+)\?/i,
    'Maybe a little. How would you %1?',
    'What would you do first if I could %1?',
  ),
  rule(
    /\bmy (mother|mum|mom|father|dad|brother|sister|parents|family|son|daughter|wife|husband|friend)\b/i,
    'Tell me more about your %1.',
    'What are you like when you are with your %1?',
  ),
  rule(/\bmy (.+)/i, 'Your %1? Go on.', 'What does your %1 mean to you?'),
  rule(/\b(?:because|since) (.+)/i, 'Is that the real reason?', 'What else might explain it?'),
  rule(
    /\b(?:always|never|everybody|nobody|everyone)\b/i,
    'Can you think of one case where it was different?',
    'Really without exception?',
  ),
  rule(
    /\b(?:dream|dreams)\b/i,
    'What does that dream suggest to you?',
    'Do the same people turn up in your dreams?',
  ),
  rule(/\bif (.+)/i, 'Do you think it is likely that %1?', 'What would you do if %1?'),
  rule(
    /^(?:yes|yeah|yep|sure|ok|okay)\b/i,
    'You seem quite sure. Tell me more.',
    'Good. And what follows from that?',
  ),
  rule(
    /^(?:no|nope|nah)\b/i,
    'Why not?',
    'You are a little negative today. What would a yes take?',
  ),
  rule(/\bsorry\b/i, 'No need to apologise. Go on.'),
  rule(/\bwhy\b.*\?/i, 'What is your own best guess?', 'What answer would please you most?'),
  rule(/\bhow\b.*\?/i, 'How would you begin?', 'Which part of it puzzles you most?'),
  rule(
    /\b(?:what|who|when|where|which)(?:'s)?\b.*\?/i,
    'I have rules, not knowledge, so I cannot tell. What would you guess?',
    'That is beyond a demo model. What comes to your mind first?',
    'I do not know facts; I only ask good questions. Why does that interest you?',
  ),
  rule(
    /\?\s*$/,
    'That is a good question. What do you think?',
    'I would only be guessing. What is your guess?',
  ),
];

/** When nothing fits. */
export const FALLBACKS: readonly string[] = [
  'Go on, I am listening.',
  'Tell me a little more about that.',
  'Interesting. What happened next?',
  'And how does that sit with you?',
  'Can you give me an example?',
  'I had not looked at it that way. Say more.',
];

/** A callback to something said before; `%1` is what they called theirs. */
export const MEMORIES: readonly string[] = [
  'Earlier you mentioned your %1. Has this to do with it?',
  'Let us go back to your %1 for a moment. What should I know about it?',
  'I keep thinking of your %1. How is that going?',
];

/** Words as they look from the other side. */
export const REFLECTIONS: Readonly<Record<string, string>> = {
  i: 'you',
  me: 'you',
  my: 'your',
  mine: 'yours',
  myself: 'yourself',
  am: 'are',
  "i'm": 'you are',
  "i've": 'you have',
  "i'll": 'you will',
  was: 'were',
  you: 'I',
  your: 'my',
  yours: 'mine',
  yourself: 'myself',
  "you're": 'I am',
  "you've": 'I have',
};
