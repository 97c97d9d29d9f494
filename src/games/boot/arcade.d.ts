// Types of `window.arcade`, which every page of a game has before its first line runs. Makers get this
// file from any game host at /__arcade/arcade.d.ts.

/** What the play page says about this play. */
export interface ArcadeContext {
  readonly game: { readonly id: string; readonly title: string };
  readonly version: number | null;
  readonly player: { readonly name: string };
  readonly budget: ArcadeBudget | null;
}

/** Tokens of this play. A limit of null means that only the player's own limits count. */
export interface ArcadeBudget {
  readonly limit: number | null;
  readonly spent: number;
}

export interface AskOptions {
  system?: string;
  /** `fast` (the default) and `smart` are whatever the arcade has; any model's own name works too. */
  model?: string;
  /** The most tokens of the answer; 512 by default. */
  maxTokens?: number;
  temperature?: number;
  signal?: AbortSignal;
}

export interface Answer {
  text: string;
  usage: { input: number; output: number };
  /** The model that answered. */
  model: string;
}

/** A streamed answer. Read it part by part, or wait for `final()`; not both at once. */
export interface AnswerStream extends AsyncIterable<{ text: string }> {
  final(): Promise<Answer>;
  abort(): void;
}

export interface Message {
  role: 'user' | 'assistant';
  content: string;
}

export type ArcadeErrorCode =
  | 'bad_request'
  | 'budget_exhausted'
  | 'consent_required'
  | 'game_suspended'
  | 'no_host'
  | 'offline'
  | 'provider_error'
  | 'rate_limited'
  | 'refused'
  | 'session_expired'
  | 'token_expired'
  | 'token_rebind'
  | 'too_large'
  | 'wrong_game';

export interface ArcadeError extends Error {
  readonly code: ArcadeErrorCode;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;
  /** What had arrived of a streamed answer before it broke. */
  readonly partialText: string;
}

export interface Arcade {
  readonly version: string;
  /** False when the page was opened without the arcade around it: then no model can be called. */
  readonly hosted: boolean;
  ready(): Promise<ArcadeContext>;
  readonly ai: {
    ask(prompt: string | Message[], options: AskOptions & { stream: true }): AnswerStream;
    ask(prompt: string | Message[], options?: AskOptions & { stream?: false }): Promise<Answer>;
    /** Base URL for an official SDK; its API key may be any text. */
    baseURL(dialect?: 'anthropic' | 'openai' | 'ollama'): string;
  };
  readonly budget: {
    get(): Promise<ArcadeBudget & { readonly remaining: number | null }>;
  };
  /** Returns the function that stops listening. */
  on(name: 'budget', listener: (budget: ArcadeBudget) => void): () => void;
  on(name: 'ended', listener: (reason: string) => void): () => void;
  /** Is this one of the errors that mean "not now" or "no more", which deserve kind words? */
  isLimit(error: unknown): boolean;
  readonly ArcadeError: new (code: ArcadeErrorCode, message: string) => ArcadeError;
}

declare global {
  interface Window {
    readonly arcade: Arcade;
  }
}
