import type { Dialect } from '../providers/providers.types';

/** The beginnings of every address that speaks a dialect; errors there take the dialect's shape. */
const PATHS: readonly [Dialect, RegExp][] = [
  ['anthropic', /^\/(api\/inference\/anthropic(\/|$)|v1\/messages|messages(\/|$))/u],
  [
    'ollama',
    /^\/(api\/inference\/ollama(\/|$)|api\/(chat|generate|embed|embeddings|tags|show|ps|version|pull|delete|copy|me)$)/u,
  ],
  [
    'openai',
    /^\/(api\/inference\/openai(\/|$)|api\/v1\/llm(\/|$)|v1(\/|$)|(chat\/completions|completions|responses|embeddings|models)$)/u,
  ],
];

/** The dialect of an address (without its query); null for everything that is not inference. */
export function dialectOf(path: string): Dialect | null {
  for (const [dialect, pattern] of PATHS) if (pattern.test(path)) return dialect;
  return null;
}
